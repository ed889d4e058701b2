// Package typeset sets text: it finds the glyphs for it in the fonts, measures them, and
// breaks lines as Korean and English do. It reads no font of the system: the same text and
// fonts give the same lines everywhere.
package typeset

import (
	"errors"
	"fmt"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Weight is one of the two weights of the main font.
type Weight uint8

// Regular is the first font of ParseFonts, Bold the second.
const (
	Regular Weight = iota
	Bold
)

// Fonts are the fonts for drawing text: two weights, and fallbacks that are asked in order
// for runes that the weights lack. Fonts keeps rasterised glyphs for the next picture and
// must not be used by several goroutines at once.
type Fonts struct {
	faces   []*face
	buf     sfnt.Buffer
	lacking bool

	// Kept is for a painter to store what it needs again for the next picture.
	Kept any
}

// face is a font with a cache of its answers. A map is five times as fast as the font's own
// tables.
type face struct {
	font     *sfnt.Font
	digits   map[int]fixed.Int26_6
	indices  map[rune]sfnt.GlyphIndex
	advances map[sizedGlyph]fixed.Int26_6
	kerns    map[sizedPair]fixed.Int26_6
}

type sizedGlyph struct {
	size int
	r    rune
}

type sizedPair struct {
	size int
	a, b rune
}

// maxAsked bounds how many answers of each kind a face keeps: more than there are syllables.
const maxAsked = 20_000

// ParseFonts reads the font files of the two weights and of the fallbacks, in
// OpenType or TrueType. The bytes must not change afterwards. The fallbacks may be
// left out until Lacking asks for them.
func ParseFonts(regular, bold []byte, fallbacks ...[]byte) (*Fonts, error) {
	f := &Fonts{}
	if err := f.AddFallbacks(append([][]byte{regular, bold}, fallbacks...)...); err != nil {
		return nil, err
	}
	for _, r := range "0…가" {
		if f.find(Regular, r) < 0 || f.find(Bold, r) < 0 {
			return nil, errors.New("fonts without Hangul, figures or the ellipsis")
		}
	}
	return f, nil
}

// AddFallbacks reads further fonts, which are asked after those that Fonts has.
func (f *Fonts) AddFallbacks(files ...[]byte) error {
	for _, data := range files {
		parsed, err := sfnt.Parse(data)
		if err != nil {
			return fmt.Errorf("parse font %d: %w", len(f.faces), err)
		}
		f.faces = append(f.faces, &face{
			font: parsed, digits: make(map[int]fixed.Int26_6), indices: make(map[rune]sfnt.GlyphIndex),
			advances: make(map[sizedGlyph]fixed.Int26_6), kerns: make(map[sizedPair]fixed.Int26_6),
		})
	}
	f.lacking = false
	return nil
}

// Lacking reports whether a text has been set, since the last fonts were added,
// with a rune that none of them has: 2 MB of fallbacks need only be read then.
func (f *Fonts) Lacking() bool { return f.lacking }

// find returns the number of the face that has r, or -1.
func (f *Fonts) find(w Weight, r rune) int {
	if f.has(int(w), r) {
		return int(w)
	}
	for i := 2; i < len(f.faces); i++ {
		if f.has(i, r) {
			return i
		}
	}
	f.lacking = true
	return -1
}

func (f *Fonts) has(i int, r rune) bool { return f.index(i, r) != 0 }

func (f *Fonts) index(i int, r rune) sfnt.GlyphIndex {
	known := f.faces[i].indices
	x, ok := known[r]
	if !ok {
		x, _ = f.faces[i].font.GlyphIndex(&f.buf, r) // 0 for an error, as for none
		keep(known, r, x)
	}
	return x
}

// Advance returns how far r moves the dot, of face i in a size in px.
func (f *Fonts) Advance(i, size int, r rune) fixed.Int26_6 {
	known, key := f.faces[i].advances, sizedGlyph{size, r}
	a, ok := known[key]
	if !ok {
		var err error
		if a, err = f.faces[i].font.GlyphAdvance(&f.buf, f.index(i, r), fixed.I(size), font.HintingNone); err != nil {
			a = 0
		}
		keep(known, key, a)
	}
	return a
}

// keep stores an answer in a map, which it empties when it is full.
func keep[K comparable, V any](m map[K]V, k K, v V) {
	if len(m) >= maxAsked {
		clear(m)
	}
	m[k] = v
}

// kern returns the kerning between a and b in one face.
func (f *Fonts) kern(i, size int, a, b rune) fixed.Int26_6 {
	known, key := f.faces[i].kerns, sizedPair{size, a, b}
	k, ok := known[key]
	if !ok {
		var err error
		if k, err = f.faces[i].font.Kern(&f.buf, f.index(i, a), f.index(i, b), fixed.I(size), font.HintingNone); err != nil {
			k = 0 // sfnt.ErrNotFound: the pair has none
		}
		keep(known, key, k)
	}
	return k
}

// bounds returns the extent of r's outline, relative to its dot.
func (f *Fonts) bounds(i, size int, r rune) fixed.Rectangle26_6 {
	b, _, err := f.faces[i].font.GlyphBounds(&f.buf, f.index(i, r), fixed.I(size), font.HintingNone)
	if err != nil {
		return fixed.Rectangle26_6{}
	}
	return b
}

// Outline returns r's outline in a size, in px, relative to its dot; none for a space, and
// for an outline that is broken. It is good until the next call.
func (f *Fonts) Outline(i, size int, r rune) sfnt.Segments {
	outline, err := f.faces[i].font.LoadGlyph(&f.buf, f.index(i, r), fixed.I(size), nil)
	if err != nil {
		return nil
	}
	return outline
}

// digitWidth returns the width in which every digit is set, so that times are aligned below
// one another.
func (f *Fonts) digitWidth(i, size int) fixed.Int26_6 {
	w, ok := f.faces[i].digits[size]
	if !ok {
		for r := '0'; r <= '9'; r++ {
			w = max(w, f.Advance(i, size, r))
		}
		f.faces[i].digits[size] = w
	}
	return w
}
