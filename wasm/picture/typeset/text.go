package typeset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"

	"byeolpyo/wasm/lite/ascii"
)

// maxRunes is the number of runes of a text that are used. The longest title of twelve years
// has 90 characters; three lines over the whole width hold about 120.
const maxRunes = 400

// Glyph is one glyph of a cluster.
type Glyph struct {
	Face int  // -1: no face has it, and its code is shown in a box
	R    rune // what is drawn
	Dx   fixed.Int26_6
	Dy   int // px; figures are higher than what stands between them is made for
}

// Cluster is a character with its marks, within which no line may be broken.
type Cluster struct {
	r      rune // the base
	Text   string
	Glyphs []Glyph
	Width  fixed.Int26_6
}

// Style is how text is set.
type Style struct {
	Size    int // px
	Weight  Weight
	Tabular bool // figures in cells of equal width
}

// Clean returns s as one line: NFC, with white space folded, and without invisible characters
// and those that change the direction of text.
func Clean(s string) string {
	if len(s) > maxRunes*utf8.UTFMax*4 { // so many bytes are maxRunes even when each has three marks
		s = s[:maxRunes*utf8.UTFMax*4]
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	var b strings.Builder
	var last rune // the last rune that was kept
	joined := false
	n := 0
	for _, r := range s {
		switch {
		case ascii.IsSpace(r):
			r = ' '
			if last == ' ' || last == 0 {
				continue
			}
		case r == '\u200d': // zero width joiner: the picture is that of the first of the sequence
			joined = isPicture(last)
			continue
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Variation_Selector):
			continue
		case r >= 0x1F3FB && r <= 0x1F3FF && isPicture(last): // a skin tone
			continue
		case r == 0x20E3: // the cap of a key: its figure is enough
			continue
		case r >= 0x1F1E6 && r <= 0x1F1FF: // half a flag: its letter
			r = 'A' + r - 0x1F1E6
		}
		if joined && isPicture(r) {
			joined = false
			continue
		}
		joined = false
		if n++; n > maxRunes {
			break
		}
		b.WriteRune(r)
		last = r
	}
	return strings.TrimSuffix(b.String(), " ")
}

// isPicture reports whether r may begin an emoji sequence.
func isPicture(r rune) bool { return r >= 0x1F000 && r < 0x20000 || r >= 0x2190 && r < 0x2C00 }

// lookalikes are symbols of KS X 1001 and of keyboards that no face has and that
// Unicode does not decompose.
var lookalikes = map[rune]string{'∼': "~", '≒': "≈", '✘': "✗", '◈': "◇", '‑': "-", '−': "–"}

// substitute returns a text that reads like r and that the faces have: its compatibility
// decomposition, or a look-alike; "" if there is none.
func (f *Fonts) substitute(w Weight, r rune) string {
	s := lookalikes[r]
	if s == "" {
		s = norm.NFKC.String(string(r))
	}
	for _, c := range s {
		if c == r || f.find(w, c) < 0 {
			return ""
		}
	}
	return s
}

// Shape returns the clusters of a clean text with their glyphs and widths.
func (f *Fonts) Shape(text string, st Style) []Cluster {
	var out []Cluster
	for _, r := range text {
		if len(out) > 0 && unicode.In(r, unicode.Mn, unicode.Me) && out[len(out)-1].r != ' ' {
			f.addMark(&out[len(out)-1], r, st)
			continue
		}
		c := Cluster{r: r, Text: string(r)}
		if s := []rune{r}; f.find(st.Weight, r) < 0 {
			if sub := f.substitute(st.Weight, r); sub != "" {
				s = []rune(sub)
			}
			for _, r := range s {
				f.add(&c, r, st)
			}
		} else {
			f.add(&c, r, st)
		}
		if n := len(out); n > 0 {
			prev := &out[n-1]
			if a, b := prev.Glyphs[0], c.Glyphs[0]; len(prev.Glyphs) == 1 && a.Face == b.Face && a.Face >= 0 && kerned(a.R) && kerned(b.R) &&
				!(st.Tabular && (isDigit(a.R) || isDigit(b.R))) {
				prev.Width += f.kern(a.Face, st.Size, a.R, b.R)
			}
		}
		out = append(out, c)
	}
	return out
}

// kerned reports whether r belongs to a script for which the main font has kerning.
func kerned(r rune) bool { return r < 0x500 || r >= 0x1E00 && r < 0x2070 }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func (f *Fonts) add(c *Cluster, r rune, st Style) {
	i := f.find(st.Weight, r)
	switch {
	case i < 0:
		c.Glyphs = append(c.Glyphs, Glyph{Face: -1, R: r, Dx: c.Width})
		c.Width += CodeBoxWidth(r, st.Size)
	case st.Tabular && isDigit(r):
		cell := f.digitWidth(i, st.Size)
		c.Glyphs = append(c.Glyphs, Glyph{Face: i, R: r, Dx: c.Width + (cell-f.Advance(i, st.Size, r))/2})
		c.Width += cell
	default:
		c.Glyphs = append(c.Glyphs, Glyph{Face: i, R: r, Dx: c.Width, Dy: f.raised(i, st, r)})
		c.Width += f.Advance(i, st.Size, r)
	}
}

// raised returns how far, in px, the colon and the dash of a time are moved to the middle of
// digits. Fonts place them for small letters.
func (f *Fonts) raised(i int, st Style, r rune) int {
	if !st.Tabular || r != ':' && r != '–' {
		return 0
	}
	figure, b := f.bounds(i, st.Size, '0'), f.bounds(i, st.Size, r)
	return ((figure.Min.Y + figure.Max.Y - b.Min.Y - b.Max.Y) / 2).Round()
}

// addMark puts a combining mark over the middle of the cluster's base. A mark that no face
// has is shown by its code, behind the base.
func (f *Fonts) addMark(c *Cluster, r rune, st Style) {
	c.Text += string(r)
	i := f.find(st.Weight, r)
	if i < 0 || c.Glyphs[0].Face < 0 {
		f.add(c, r, st)
		return
	}
	b := f.bounds(i, st.Size, r)
	c.Glyphs = append(c.Glyphs, Glyph{Face: i, R: r, Dx: c.Width/2 - (b.Min.X+b.Max.X)/2})
}

// CodeBoxWidth returns the width of the box with the code of a rune that no face has.
func CodeBoxWidth(r rune, size int) fixed.Int26_6 {
	cols := (len(HexCode(r)) + 1) / 2
	return fixed.I(cols*CodeDigitSize(size)*2/3 + size/3)
}

// CodeDigitSize returns the size of the digits in that box, which has two rows.
func CodeDigitSize(size int) int { return max(size*2/5, 6) }

// HexCode returns the code of r in at least four digits, and an even number of them.
func HexCode(r rune) string {
	s := ""
	for n := uint32(r); n > 0 || len(s) < 4 || len(s)%2 == 1; n >>= 4 {
		s = string(ascii.UpperHex[n&15]) + s
	}
	return s
}

// Width returns the width of clusters, in px, rounded up.
func Width(cs []Cluster) int {
	var w fixed.Int26_6
	for _, c := range cs {
		w += c.Width
	}
	return w.Ceil()
}

// breakKind says how good it is to begin a new line before a cluster.
type breakKind uint8

const (
	noBreak  breakKind = iota
	hard               // inside a word: only when the word is wider than a line
	syllable           // between two Hangul syllables or other characters of CJK
	word               // behind a space or a hyphen
)

// breakBefore returns how good a break between the clusters a and b is.
func breakBefore(a, b rune) breakKind {
	switch {
	case b == ' ':
		return noBreak // a space stays at the end of its line
	case a == ' ':
		return word
	case strings.ContainsRune(".,:;!?)]}」』】》〉’”…·%、。，！？）", b), strings.ContainsRune("([{「『【《〈‘“（#@", a):
		return noBreak
	case (a == '-' || a == '–' || a == '—' || a == '/') && unicode.IsLetter(b):
		return syllable
	case isCJK(a) || isCJK(b):
		return syllable
	}
	return hard
}

// isCJK reports whether lines may be broken before and behind r.
func isCJK(r rune) bool {
	return unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana) || isPicture(r)
}

// Wrap breaks text into at most maxLines lines no wider than limit px, the last
// of which ends in an ellipsis when there is more.
func (f *Fonts) Wrap(text string, st Style, limit, maxLines int) [][]Cluster {
	lines, _ := f.Wrapped(text, st, limit, maxLines)
	return lines
}

// Wrapped is Wrap, and reports whether all of text is in the lines.
//
// A line ends behind a word (어절) or, if the next word is wider than a whole line, behind a
// syllable. A Latin word that is wider than a line is broken where the line is full. If the
// last line would be a single syllable, it takes more from the line before, as long as that
// needs no further line.
func (f *Fonts) Wrapped(text string, st Style, limit, maxLines int) (lines [][]Cluster, whole bool) {
	return f.WrappedAround(text, st, limit, 0, maxLines)
}

// WrappedAround is Wrapped, with a first line that is shorter by less px: something
// stands behind it.
func (f *Fonts) WrappedAround(text string, st Style, limit, less, maxLines int) (lines [][]Cluster, whole bool) {
	all := f.Shape(Clean(text), st)
	parts := breakLines(all, limit, less)
	whole = len(parts) <= maxLines
	if whole && widowed(parts) {
		// Narrower lines end earlier; widths down to three quarters are tried.
		step := max(st.Size/2, 1)
		for narrow := limit - step; narrow >= limit*3/4; narrow -= step {
			if again := breakLines(all, narrow, less); len(again) == len(parts) && !widowed(again) {
				return again, true
			}
		}
	}
	if whole {
		return parts, true
	}
	if maxLines < 1 {
		return nil, false
	}
	// The text that is cut begins with the last line.
	rest := all
	for _, l := range parts[:maxLines-1] {
		rest = trimStart(rest[len(l):])
	}
	if maxLines == 1 {
		limit -= less
	}
	return append(parts[:maxLines-1:maxLines-1], f.ellipsize(rest, st, limit)), false
}

// breakLines breaks clusters into lines no wider than limit px, the first by less
// narrower, spaces at their ends left out.
func breakLines(cs []Cluster, limit, less int) (lines [][]Cluster) {
	for len(cs) > 0 {
		n := fit(cs, fixed.I(limit-less))
		less = 0
		line := trimSpace(cs[:n])
		if len(line) > 0 {
			lines = append(lines, line)
		}
		cs = trimStart(cs[n:])
	}
	return lines
}

// widowed reports whether the last of several lines is a single syllable, with or
// without a full stop.
func widowed(lines [][]Cluster) bool {
	if len(lines) < 2 {
		return false
	}
	last := lines[len(lines)-1]
	return isCJK(last[0].r) && (len(last) == 1 || len(last) == 2 && breakBefore(last[0].r, last[1].r) == noBreak)
}

// fit returns how many clusters go on a line, at least 1.
func fit(cs []Cluster, limit fixed.Int26_6) int {
	var w fixed.Int26_6
	full := len(cs) // the first cluster that does not fit
	var at [word + 1]int
	var filled fixed.Int26_6 // up to the last word
	for i, c := range cs {
		if i > 0 {
			k := breakBefore(cs[i-1].r, c.r)
			if at[k] = i; k == word {
				filled = w
			}
		}
		if w += c.Width; w > limit && c.r != ' ' {
			full = i
			break
		}
	}
	switch {
	case full == len(cs):
		return full
	case at[word] > 0 && (filled >= limit/2 || at[syllable] <= at[word] || fitsAlone(cs[at[word]:], limit)):
		return at[word]
	case at[syllable] > 0:
		return max(at[syllable], at[word])
	case at[word] > 0:
		return at[word]
	}
	return max(full, 1)
}

// fitsAlone reports whether the word that cs begins with is no wider than limit.
func fitsAlone(cs []Cluster, limit fixed.Int26_6) bool {
	var w fixed.Int26_6
	for i, c := range cs {
		if i > 0 && (c.r == ' ' || breakBefore(cs[i-1].r, c.r) == word) {
			break
		}
		if w += c.Width; w > limit {
			return false
		}
	}
	return true
}

// ellipsize returns cs when it fits into limit, else as much of it as fits
// together with an ellipsis. If not even that fits it returns nothing.
func (f *Fonts) ellipsize(cs []Cluster, st Style, limit int) []Cluster {
	cs = trimSpace(cs)
	if Width(cs) <= limit {
		return cs
	}
	dots := f.Shape("…", st)
	left := fixed.I(limit) - dots[0].Width
	if left < 0 {
		return nil
	}
	n := 0
	for w := fixed.Int26_6(0); n < len(cs); n++ {
		if w += cs[n].Width; w > left {
			break
		}
	}
	cut := trimSpace(cs[:n])
	return append(cut[:len(cut):len(cut)], dots...)
}

func trimStart(cs []Cluster) []Cluster {
	for len(cs) > 0 && cs[0].r == ' ' {
		cs = cs[1:]
	}
	return cs
}

func trimSpace(cs []Cluster) []Cluster {
	for len(cs) > 0 && cs[len(cs)-1].r == ' ' {
		cs = cs[:len(cs)-1]
	}
	return cs
}
