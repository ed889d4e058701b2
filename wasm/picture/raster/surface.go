package raster

import (
	"encoding/binary"
	"image"
	"image/color"

	"byeolpyo/wasm/picture/scene"
)

// band is the common part of the surfaces: some rows of the picture as scanlines of a PNG,
// with a byte 0 before each. Some earlier rows are kept above them, in which the encoder
// looks for matches.
type band struct {
	width, height int // of the page
	bytes         int // of a pixel
	at, n         int // the first row and how many
	stride        int
	back, kept    int // how many rows before the first are to be kept, and how many are
	pix           []uint8

	// touched says where rows may differ from those above, with a bit for each 64 bytes, as
	// png.Writer takes it. It has words for each row of the band and for the first row of the
	// next.
	words   int
	touched []uint64
}

func newBand(page *scene.Page, bytes int) band {
	return band{width: page.Width, height: page.Height, bytes: bytes, stride: page.Width*bytes + 1, words: (page.Width*bytes + 64*64 - 1) / (64 * 64)}
}

// keep sets how many rows are kept. It has to be called before the first move.
func (b *band) keep(rows int) { b.back = rows }

func (b *band) area() image.Rectangle { return image.Rect(0, b.at, b.width, b.at+b.n) }

// lines returns the scanlines of the band, behind those that were kept.
func (b *band) lines() (buf []byte, rows int, touched []uint64) {
	return b.pix[(b.back-b.kept)*b.stride : (b.back+b.n)*b.stride], b.n, b.touched
}

// touch notes that pixels x0..x1 of rows from..to may differ from those above.
func (b *band) touch(x0, x1, from, to int) {
	x0, x1 = max(x0, 0)*b.bytes, min(x1, b.width)*b.bytes
	from, to = max(from, b.at), min(to, b.at+b.n)
	if x0 >= x1 || from > to {
		return
	}
	first, last := x0/64, (x1-1)/64
	if b.words == 1 { // up to 4096 bytes
		set := (uint64(2)<<last - 1) &^ (uint64(1)<<first - 1)
		for i := from - b.at; i <= to-b.at; i++ {
			b.touched[i] |= set
		}
		return
	}
	for i := from - b.at; i <= to-b.at; i++ {
		row := b.touched[i*b.words:]
		for j := first; j <= last; j++ {
			row[j/64] |= 1 << (j % 64)
		}
	}
}

// to moves the band down to y, which is where it ended before.
func (b *band) to(y int) {
	if b.pix == nil {
		b.pix = make([]uint8, (b.back+min(bandRows, b.height))*b.stride)
		b.touched = make([]uint64, (bandRows+1)*b.words)
	}
	copy(b.touched, b.touched[b.n*b.words:(b.n+1)*b.words])
	clear(b.touched[b.words:])
	b.kept = min(b.kept+b.n, b.back)
	copy(b.pix[(b.back-b.kept)*b.stride:], b.pix[(b.back+b.n-b.kept)*b.stride:(b.back+b.n)*b.stride])
	b.at = y
	b.n = max(min(bandRows, b.height-y), 0)
}

// edges touches the rows where a rectangle begins and ends.
func (b *band) edges(r image.Rectangle) {
	for _, y := range [...]int{r.Min.Y, r.Max.Y} {
		if y >= b.at && y <= b.at+b.n {
			b.touch(r.Min.X, r.Max.X, y, y)
		}
	}
}

// row returns the bytes of pixels x0..x1 of a row of the picture.
func (b *band) row(x0, x1, y int) []uint8 {
	from := (b.back+y-b.at)*b.stride + 1 + x0*b.bytes
	return b.pix[from : from+(x1-x0)*b.bytes]
}

// paint fills r with one pixel's bytes.
func (b *band) paint(r image.Rectangle, pixel []uint8) {
	r = r.Intersect(b.area())
	if r.Empty() {
		return
	}
	first := b.row(r.Min.X, r.Max.X, r.Min.Y)
	for n := copy(first, pixel); n < len(first); n *= 2 {
		copy(first[n:], first[:n])
	}
	for y := r.Min.Y + 1; y < r.Max.Y; y++ {
		copy(b.row(r.Min.X, r.Max.X, y), first)
	}
}

// visible returns the range of rows of a mask at y that are in the band.
func (b *band) visible(y int, m *mask) (from, to int) {
	return max(b.at-y, 0), min(b.at+b.n-y, m.h)
}

// within reports whether no part of the mask is left or right of the picture.
func (b *band) within(x int, m *mask) bool { return x >= 0 && x+m.w <= b.width }

// clip cuts a mask down to what is not left or right of the picture.
func (b *band) clip(x int, m *mask) (int, *mask) {
	x0, x1 := max(-x, 0), min(b.width-x, m.w)
	if x0 >= x1 {
		return 0, &mask{}
	}
	pix := make([]uint8, 0, (x1-x0)*m.h)
	for y := range m.h {
		pix = append(pix, m.pix[y*m.w+x0:y*m.w+x1]...)
	}
	cut := newMask(x1-x0, m.h, pix)
	return x + x0, &cut
}

// exact is a band of red, green and blue: full precision.
type exact struct {
	band
	background color.RGBA
}

func newExact(page *scene.Page) *exact { return &exact{newBand(page, 3), page.Background} }

func (s *exact) move(y int) {
	s.to(y)
	s.paint(s.area(), []uint8{s.background.R, s.background.G, s.background.B})
}

func (s *exact) fill(r image.Rectangle, c color.RGBA) {
	s.edges(r)
	s.paint(r, []uint8{c.R, c.G, c.B})
}

func (s *exact) cover(x, y int, m *mask, c color.RGBA) {
	from, to := s.visible(y, m)
	if from >= to {
		return
	}
	if !s.within(x, m) {
		x, m = s.clip(x, m)
		to = min(to, m.h)
	}
	s.touch(x, x+m.w, y+from, y+to)
	// The three channels of a pixel side by side, 16 bits each.
	const low = 0xFF_00FF_00FF
	ink := uint64(c.R) | uint64(c.G)<<16 | uint64(c.B)<<32
	// Four pixels: 12 bytes.
	one := uint64(c.R) | uint64(c.G)<<8 | uint64(c.B)<<16
	eight, four := one|one<<24|one<<48, uint32(one>>16|one<<8)
	for r := from; r < to; r++ {
		row := s.row(x, x+m.w, y+r)
		runs := m.runs[m.rows[r]:m.rows[r+1]]
		for len(runs) >= 3 {
			soft, solid := int(runs[1]), int(runs[2])
			row = row[3*int(runs[0]):]
			some := runs[3 : 3+soft]
			runs = runs[3+soft:]
			for _, a := range some {
				p := row[:3:3]
				// As mix does it, thrice at once: no channel carries into the next.
				v := uint64(p[0]) | uint64(p[1])<<16 | uint64(p[2])<<32
				v = v*uint64(0xFF-a) + ink*uint64(a) + 0x80_0080_0080
				v += v >> 8 & low
				p[0], p[1], p[2] = uint8(v>>8), uint8(v>>24), uint8(v>>40)
				row = row[3:]
			}
			for ; solid >= 4; solid -= 4 {
				binary.LittleEndian.PutUint64(row, eight)
				binary.LittleEndian.PutUint32(row[8:], four)
				row = row[12:]
			}
			for range solid {
				p := row[:3:3]
				p[0], p[1], p[2] = c.R, c.G, c.B
				row = row[3:]
			}
		}
	}
}

// mix returns the value a/255 of the way between two values, rounded.
func mix(from, to, a uint32) uint8 {
	v := from*(0xFF-a) + to*a + 0x80
	return uint8((v + v>>8) >> 8)
}

// levels is the number of steps in which an edge of an indexed picture goes from one colour
// to another, both included. Between black and white a step is 17, so that no pixel is off by
// more than 9: half a step and a rounding.
const levels = 16

// maxColours is how many colours a palette has at most.
const maxColours = 256

// indexed is a band of indices into a palette, which is made while painting: the flat colours
// of the page come first, then the steps of an edge between two of them when it is first met.
// A step whose colour is nearly that of an existing one shares it, for example those of a
// title and of lighter words on the same ground. A pixel that is painted on an edge takes the
// nearest existing colour.
type indexed struct {
	band
	palette []color.RGBA
	flat    int // how many colours of palette are the page's own
	inks    []*ink
	ground  uint8
	// poor says that the colour of an edge is wrong by more than maxOff, because more pairs
	// of colours meet than the palette has room for. The picture should then be painted
	// exactly.
	poor bool

	known tables
}

// table has, for each coverage by one colour on another, the resulting index into a palette.
type table [256]uint8

// tables keeps the tables of earlier pictures, by their contents, so that a page that is
// drawn again, or another page of its theme, reuses the tints of its letters.
type tables map[table]*table

// maxTables bounds how many tables are kept, 64 KB; a page has some twenty.
const maxTables = 256

// kept returns the kept table that equals t.
func (known tables) kept(t *table) *table {
	if k, ok := known[*t]; ok {
		return k
	}
	if len(known) >= maxTables {
		clear(known)
	}
	known[*t] = t
	return t
}

// ink is a colour to paint with: its index and, for each index below it and each coverage,
// the resulting index plus 1, or 0 if that is not known yet.
type ink struct {
	c     color.RGBA
	index uint8
	on    [maxColours << stepBits]uint16
	// flat has the same for all 256 coverages, by the flat colour below.
	flat [maxColours]*table
}

const (
	stepBits = 6 // coverage is looked up in 64 steps
	same     = 2 // colours whose channels are off by no more are taken for one,
	crowded  = 4 // and by no more than this when little room is left
	little   = maxColours / 4
	maxOff   = 9 // what a channel of an edge may be off
)

func newIndexed(page *scene.Page, known tables) *indexed {
	s := &indexed{band: newBand(page, 1), known: known}
	s.ground = s.own(page.Background)
	for i := range page.Boxes {
		b := &page.Boxes[i]
		if b.Fill.A != 0 {
			s.own(b.Fill)
		}
		if b.Stroke.A != 0 && b.Line > 0 {
			s.own(b.Stroke)
		}
		for j := range b.Lines {
			s.own(b.Lines[j].Color)
		}
	}
	s.flat = len(s.palette)
	return s
}

// own returns the place of one of the page's colours in the palette, and adds it if it is
// new.
func (s *indexed) own(c color.RGBA) uint8 {
	for i, p := range s.palette {
		if p == c {
			return uint8(i)
		}
	}
	if len(s.palette) == maxColours {
		s.poor = true
		return 0
	}
	s.palette = append(s.palette, c)
	return uint8(len(s.palette) - 1)
}

func (s *indexed) ink(c color.RGBA) *ink {
	for i, k := range s.inks {
		if k.c == c {
			// The next colour is mostly the same again, so it is put first.
			s.inks[0], s.inks[i] = k, s.inks[0]
			return k
		}
	}
	k := &ink{c: c, index: s.own(c)}
	s.inks = append(s.inks, k)
	return k
}

func (s *indexed) move(y int) {
	s.to(y)
	s.paint(s.area(), []uint8{s.ground})
}

func (s *indexed) fill(r image.Rectangle, c color.RGBA) {
	s.edges(r)
	s.paint(r, []uint8{s.own(c)})
}

func (s *indexed) cover(x, y int, m *mask, c color.RGBA) {
	from, to := s.visible(y, m)
	if from >= to {
		return
	}
	if !s.within(x, m) {
		x, m = s.clip(x, m)
		to = min(to, m.h)
	}
	s.touch(x, x+m.w, y+from, y+to)
	k := s.ink(c)
	on, index := &k.on, k.index
	wide := m.wide()
	var tint []uint8
	var flat uint64
	if m.kept && x+wide <= s.width {
		ground := s.row(x, x+1, y+from)[0]
		tint, flat = s.tinted(m, k, ground), uint64(ground)*0x0101_0101_0101_0101
	}
	for r := from; r < to; r++ {
		if len(tint) > 0 && s.lay(s.row(x, x+wide, y+r), tint[r*wide:][:wide], flat) {
			continue
		}
		row := s.row(x, x+m.w, y+r)
		runs := m.runs[m.rows[r]:m.rows[r+1]]
		for len(runs) >= 3 {
			soft, solid := int(runs[1]), int(runs[2])
			row = row[runs[0]:]
			some := runs[3 : 3+soft]
			runs = runs[3+soft:]
			under := row[:len(some)]
			for i, a := range some {
				b := under[i]
				v := on[uint16(b)<<stepBits|uint16(a>>(8-stepBits))]
				if v == 0 {
					v = s.meet(k, b, int(a>>(8-stepBits)))
				}
				under[i] = uint8(v - 1)
			}
			row = row[soft:]
			whole := row[:solid]
			// Strokes of letters are a few pixels wide: four at a time.
			for len(whole) >= 4 {
				binary.LittleEndian.PutUint32(whole, uint32(index)*0x01010101)
				whole = whole[4:]
			}
			for i := range whole {
				whole[i] = index
			}
			row = row[solid:]
		}
	}
}

// lay writes a row of a tint if the row below it has only the colour of its ground, and
// reports whether it has.
func (s *indexed) lay(row, tint []uint8, ground uint64) bool {
	tint = tint[:len(row)]
	for i := 0; i+8 <= len(row); i += 8 {
		if binary.LittleEndian.Uint64(row[i:]) != ground {
			for i -= 8; i >= 0; i -= 8 {
				binary.LittleEndian.PutUint64(row[i:], ground)
			}
			return false
		}
		binary.LittleEndian.PutUint64(row[i:], binary.LittleEndian.Uint64(tint[i:]))
	}
	return true
}

// maxTint is how many bytes a tint has at most, as many as a letter of 64 px: maxGlyphs
// with two tints each take 41 MB then, and the 600 of a whole edition at 32 px 1.2 MB.
// Larger letters are few on a page.
const maxTint = 64 * 64

// tinted returns the tint of a mask in ink k on one colour of the page, or nil. A page has
// few pairs of colours and many letters that come again in them.
func (s *indexed) tinted(m *mask, k *ink, ground uint8) []uint8 {
	wide := m.wide()
	if int(ground) >= s.flat || wide*m.h > maxTint {
		return nil
	}
	becomes := k.flat[ground]
	if becomes == nil {
		becomes = &table{0: ground, 0xFF: k.index}
		for a := 1; a < 0xFF; a++ {
			v := k.on[int(ground)<<stepBits|a>>(8-stepBits)]
			if v == 0 {
				v = s.meet(k, ground, a>>(8-stepBits))
			}
			becomes[a] = uint8(v - 1)
		}
		becomes = s.known.kept(becomes)
		k.flat[ground] = becomes
	}
	for i := range m.tints {
		if t := &m.tints[i]; t.by == becomes {
			return t.pix
		}
	}
	m.tints[0], m.tints[1] = m.tints[1], m.tints[0]
	t := &m.tints[0]
	t.by = becomes
	if t.pix == nil {
		t.pix = make([]uint8, wide*m.h)
	}
	for y := range m.h {
		row := t.pix[y*wide:][:wide]
		for i, a := range m.pix[y*m.w:][:m.w] {
			row[i] = becomes[a]
		}
		for i := m.w; i < wide; i++ {
			row[i] = ground
		}
	}
	return t.pix
}

// meet computes the result of painting step steps of ink k on the index under.
func (s *indexed) meet(k *ink, under uint8, step int) uint16 {
	row := k.on[int(under)<<stepBits:][:1<<stepBits]
	ground := s.palette[under]
	if int(under) >= s.flat {
		// An edge is painted on an edge, which is rare and concerns single pixels.
		row[step] = uint16(s.nearest(blend(ground, k.c, half(step)), nil)) + 1
		return row[step]
	}
	var steps [levels]uint8
	steps[0], steps[levels-1] = under, k.index
	for i := 1; i < levels-1; i++ {
		tell := same
		if maxColours-len(s.palette) < little {
			tell = crowded
		}
		want := blend(ground, k.c, uint32(i*0xFF/(levels-1)))
		near := s.nearest(want, nil)
		if off(s.palette[near], want) > tell && len(s.palette) < maxColours {
			near = uint8(len(s.palette))
			s.palette = append(s.palette, want)
		}
		steps[i] = near
	}
	for i := range row {
		want := blend(ground, k.c, half(i))
		near := s.nearest(want, steps[:])
		if off(s.palette[near], want) > maxOff {
			s.poor = true
		}
		row[i] = uint16(near) + 1
	}
	return row[step]
}

// half returns the coverage in the middle of a step.
func half(step int) uint32 { return uint32(step<<(8-stepBits) + 1<<(8-stepBits-1)) }

func blend(from, to color.RGBA, a uint32) color.RGBA {
	return color.RGBA{
		mix(uint32(from.R), uint32(to.R), a), mix(uint32(from.G), uint32(to.G), a), mix(uint32(from.B), uint32(to.B), a), 0xFF,
	}
}

// nearest returns the colour closest to c, among those given or all.
func (s *indexed) nearest(c color.RGBA, of []uint8) uint8 {
	best, least := 0, 1<<30
	try := func(i int) {
		p := s.palette[i]
		r, g, b := int(p.R)-int(c.R), int(p.G)-int(c.G), int(p.B)-int(c.B)
		if d := r*r + g*g + b*b; d < least {
			best, least = i, d
		}
	}
	if of == nil {
		for i := range s.palette {
			try(i)
		}
	}
	for _, i := range of {
		try(int(i))
	}
	return uint8(best)
}

// off returns the largest difference between a and b in a channel.
func off(a, b color.RGBA) int {
	d := func(x, y uint8) int { return max(int(x)-int(y), int(y)-int(x)) }
	return max(d(a.R, b.R), d(a.G, b.G), d(a.B, b.B))
}
