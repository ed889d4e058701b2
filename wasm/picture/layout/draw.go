// Package layout lays out timetables: the pictures that people keep on their phones and
// show each other. Sheets measures the text, decides on every line and returns pages of
// boxes, which package raster paints without deciding anything.
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

// Options say how a timetable is to be drawn. The zero value is a usable choice
// in everything but Now.
type Options struct {
	Format choices.Format
	Aspect choices.Aspect // of Phone
	Mode   choices.Mode
	Theme  choices.Theme
	Lang   string          // "ko" or "en", of the words around the sessions and of the titles; else Korean
	Now    session.Instant // the moment of export, printed as "2026-08-12 21:04 KST 기준"; left out when not known
	Scale  int             // pixels to a unit, 1 to MaxScale; 0 is 1
	Title  string          // instead of the edition's own name, when not empty
	Back   bool            // on paper, behind each day a side with ruled room for notes
	Code   *scene.Modules  // to be put into a corner, when not nil

	// Programme is what is known of the edition, for a Grid.
	Programme []session.Session
	// Was is what an earlier picture showed of sessions; those that have moved since
	// are marked.
	Was map[session.Key]session.Session
	// Friends is whose timetable is laid over this one: what both hear is marked.
	Friends []Friend
}

// Friend is somebody who hears some of the sessions too.
type Friend struct {
	Name     string
	Picks    map[session.Key]bool
	Partings map[session.Key]string // by one's own session: the title of what they hear meanwhile
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
