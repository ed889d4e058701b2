// Package choices lists what a person can choose for a picture: its format, the aspect of a
// phone's screen, the mode and the theme. Layout, popup, scripts and tests all read these
// lists, and JavaScript reads them from constants.js. The names are stored and stand in
// addresses, so that none may change; the first of each list is the default.
package choices

// Format is a shape that a timetable is laid out for; each is a layout of its
// own, never another one scaled.
type Format uint8

// The formats for paper are drawn at PerMetre, the others are for screens.
const (
	// Whole is the whole edition, all days one after another, 1080 units wide and
	// as high as it needs to be.
	Whole  Format = iota
	Phone         // a lock screen a day, with room for the clock and the buttons
	Share         // a card for a chat or a feed
	A4            // paper upright, a day a sheet
	A4Wide        // paper on its side
	Large         // paper upright, no text smaller than 18 points
	Next          // a lock screen with the next sessions alone
)

// Formats has the name of each Format.
var Formats = []string{Whole: "whole", Phone: "phone", Share: "share", A4: "a4", A4Wide: "a4-wide", Large: "large", Next: "next"}

// PerMetre is the resolution of the formats for paper: 300 dots an inch, for the
// pHYs chunk.
const PerMetre = 11811

// Paper reports whether f is for paper.
func (f Format) Paper() bool { return f == A4 || f == A4Wide || f == Large }

// PerMetre returns the pixels to a metre that f is meant for; 0 when it is for
// screens.
func (f Format) PerMetre() int {
	if f.Paper() {
		return PerMetre
	}
	return 0
}

// Lock reports whether f is for a phone's lock screen, whose shape is an Aspect.
func (f Format) Lock() bool { return f == Phone || f == Next }

// Papers returns the names of the formats for paper.
func Papers() (names []string) {
	for f, name := range Formats {
		if Format(f).Paper() {
			names = append(names, name)
		}
	}
	return names
}

// Aspect is the shape of a phone's screen, which a computer cannot ask for.
type Aspect uint8

// The aspects, width to height.
const (
	Tall20  Aspect = iota // 9:20, most of Android
	Tall195               // 9:19.5, iPhones without a button
	Wide16                // 9:16
	Fold                  // 5:6, a foldable phone opened
)

// Aspects has the name of each Aspect.
var Aspects = []string{Tall20: "9:20", Tall195: "9:19.5", Wide16: "9:16", Fold: "5:6"}

// Mode says how much of the programme a picture shows.
type Mode uint8

// A picture shows the picks alone, or within the whole programme.
const (
	Agenda Mode = iota // what is picked
	Grid               // all that is known, rooms as columns, what is picked in colour
)

// HasNotes reports whether pictures of f in a mode have room for what the person wrote. Lock
// screens and cards to share have not, which others see, nor has a grid, whose cells are as
// high as the sessions are long.
func (f Format) HasNotes(m Mode) bool { return m == Agenda && !f.Lock() && f != Share }

// Modes has the name of each Mode.
var Modes = []string{Agenda: "agenda", Grid: "grid"}

// Theme is a choice of colours.
type Theme uint8

// The colours of each theme are in package layout.
const (
	Light Theme = iota
	Dark
	HighContrast // text at 7 to 1 and more, every edge at 3 to 1
	Paper        // for printers: black, white and light greys, little of which is filled
)

// Themes has the name of each Theme. "" stands for that of the format: Paper on paper, else
// Light.
var Themes = []string{Light: "light", Dark: "dark", HighContrast: "high-contrast", Paper: "paper"}

// Index returns the place of a name in one of the lists: 0 for one that is not in it.
func Index(list []string, name string) int {
	for i, n := range list {
		if n == name {
			return i
		}
	}
	return 0
}

// Calendars lists which sessions of a timetable can go into a calendar, Alarms for which of
// them an alarm rings there, and AlarmMinutes how many minutes before the start.
var (
	Calendars    = []string{"all", "musts"}
	Alarms       = []string{"none", "musts", "all"}
	AlarmMinutes = []string{"10", "5", "15"}
)

// Reminded are the sessions of whose start a person is told, AlarmMinutes before.
var Reminded = []string{"musts", "all"}
