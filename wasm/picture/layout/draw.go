// Package layout lays out timetables: the pictures that people keep on their phones and show
// each other. Sheets measures the text, breaks it into lines and returns pages of boxes.
// Package raster paints them as they are.
//
// A page depends on its arguments alone. No clock, zone, locale or system font is read:
// the same timetable, fonts and Options give the same boxes everywhere.
//
//	fonts, err := typeset.ParseFonts(regular, bold, symbols, emoji)
//	sheets, err := layout.Sheets(timetable.New("2026", picks), fonts, layout.Options{Lang: "ko", Now: now})
package layout

import (
	"errors"

	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
)

// Options say how a timetable is to be drawn. The zero value is usable but for Now.
type Options struct {
	Format choices.Format
	Aspect choices.Aspect // of Phone
	Mode   choices.Mode
	Theme  choices.Theme
	Lang   string          // "ko" or "en", of the words around the sessions and of the titles; else Korean
	Now    session.Instant // the moment of export, printed as "2026-08-12 21:04 KST 기준"; left out when not known
	Scale  int             // pixels to a unit, 1 to MaxScale; 0 is 1
	Title  string          // instead of the edition's own name, when not empty
	Back   bool            // on paper, adds a page with lines for notes behind each day
	Code   *scene.Modules  // to be put into a corner, when not nil

	// Programme has all known sessions of the edition, for a Grid.
	Programme []session.Session
	// Was has sessions as an earlier picture showed them; those that have moved since are
	// marked.
	Was map[session.Key]session.Session
	// Friends are the people whose timetables are compared with this one; sessions that both
	// hear are marked.
	Friends []Friend
	// Notes are what the person wrote about sessions, for pictures that have it.
	Notes map[session.Key]Written
}

// Friend is another person and the sessions that they hear.
type Friend struct {
	Name     string
	Picks    map[session.Key]bool
	Partings map[session.Key]string // by the person's own session: the title of what the friend hears meanwhile
	Free     []timetable.Gap        // when both are free
}

// The limits of a picture. MaxHeight is 100 sessions without any overlap on each
// of three days at their least height, 3 * 100 * 178 = 53,400, with room for the
// rest; a real edition of 60 picks over two days needs about 5,000. MaxPixels is
// what that takes at scale 1, which is 242 MB as RGBA.
const (
	MaxScale  = 3
	MaxHeight = 56_000
	MaxPixels = pageWidth * MaxHeight
)

// ErrTooLarge is returned for a timetable whose picture would pass the limits.
// Fewer picks, or a smaller Scale, will do.
var ErrTooLarge = errors.New("picture too large")
