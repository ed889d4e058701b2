package draw

import (
	"image"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// mask is the coverage of an area, 0 to 255 by pixel, in rows of w.
type mask struct {
	w, h int
	pix  []uint8

	// The same as the surfaces use it, without what is not covered. A row is made of
	// parts: how many pixels are to be passed over, how many are covered in part, how
	// many wholly, and then the coverage of the former. Row y is runs[rows[y]:rows[y+1]].
	runs []uint8
	rows []int32

	// Of a mask that is kept and painted often: see indexed.tinted. The next one to be
	// made takes the place of the older.
	kept  bool
	tints [2]tint
}

// tint is a mask in one colour on another, as indices into a surface's palette. Its
// rows are whole words: behind the mask they go on in the colour below.
type tint struct {
	by  *table
	pix []uint8
}

// wide is how many bytes a row of a tint has.
func (m *mask) wide() int { return (m.w + 7) &^ 7 }

// newMask returns the mask of pix.
func newMask(w, h int, pix []uint8) mask {
	m := mask{w: w, h: h, pix: pix, runs: make([]uint8, 0, len(pix)/2+3*h), rows: make([]int32, h+1)}
	for y := range h {
		row := pix[y*w : (y+1)*w]
		for x := 0; x < w; {
			from := x
			for x < w && row[x] == 0 && x-from < 0xFF {
				x++
			}
			skip := x - from
			soft := x
			for x < w && row[x] != 0 && row[x] != 0xFF && x-soft < 0xFF {
				x++
			}
			solid := x
			for x < w && row[x] == 0xFF && x-solid < 0xFF {
				x++
			}
			if x == w && soft == x {
				break // the rest of the row is not covered
			}
			m.runs = append(append(m.runs, uint8(skip), uint8(solid-soft), uint8(x-solid)), row[soft:solid]...)
		}
		m.rows[y+1] = int32(len(m.runs))
	}
	return m
}

// shapes makes masks of outlines: exact areas, by accumulation. What is asked for
// again is kept; a page has a handful of radii and of sizes of stars.
type shapes struct {
	rast    vector.Rasterizer
	corners map[corner]*[4]mask
	stars   map[int]*mask
}

// corner is what the corners of a rounded rectangle depend on. Those of a filled
// one have an outer radius only, those of a line its width and an inner one.
type corner struct{ outer, inner, line float64 }

// maxShapes is how many masks are kept of either kind.
const maxShapes = 64

// begin makes the rasteriser ready for an outline within w, h.
func (s *shapes) begin(w, h int) {
	s.rast.Reset(w, h)
	s.rast.DrawOp = draw.Src
}

func (s *shapes) end() mask {
	size := s.rast.Size()
	alpha := image.NewAlpha(image.Rectangle{Max: size})
	s.rast.Draw(alpha, alpha.Rect, image.Opaque, image.Point{})
	return newMask(size.X, size.Y, alpha.Pix)
}

func (s *shapes) moveTo(x, y float64) { s.rast.MoveTo(float32(x), float32(y)) }
func (s *shapes) lineTo(x, y float64) { s.rast.LineTo(float32(x), float32(y)) }

// arc goes on from the current point along the circle around cx, cy, from one
// angle to another, clockwise on the screen when it grows. It is made of lines
// that are nowhere farther than 1/100 px from it: the rasteriser's own curves are
// off by ten times as much where they are small.
func (s *shapes) arc(cx, cy, r, from, to float64) {
	n := 1
	if r > 0.01 {
		n = int(math.Ceil(math.Abs(to-from) / (2 * math.Acos(1-0.01/r))))
	}
	for i := 1; i <= n; i++ {
		sin, cos := math.Sincos(from + (to-from)*float64(i)/float64(n))
		s.lineTo(cx+r*cos, cy+r*sin)
	}
}

// cornersOf returns the masks of the top left, top right, bottom left and bottom
// right corners, each as large as the outer radius or the line, whichever is more.
func (s *shapes) cornersOf(c corner) *[4]mask {
	if m, ok := s.corners[c]; ok {
		return m
	}
	r := c.outer
	size := int(math.Ceil(max(r, c.line)))
	edge := float64(size)
	s.begin(size, size)
	s.moveTo(edge, 0)
	s.lineTo(edge, edge)
	s.lineTo(0, edge)
	s.lineTo(0, r)
	s.arc(r, r, r, math.Pi, 1.5*math.Pi)
	s.rast.ClosePath()
	if c.line > 0 { // the inside, the other way round, which takes it away
		at, in := c.line, c.inner
		s.moveTo(edge, at)
		s.lineTo(at+in, at)
		s.arc(at+in, at+in, in, 1.5*math.Pi, math.Pi)
		s.lineTo(at, edge)
		s.lineTo(edge, edge)
		s.rast.ClosePath()
	}
	m := &[4]mask{0: s.end()}
	for i := 1; i < 4; i++ {
		m[i] = m[0].mirrored(i&1 != 0, i&2 != 0)
	}
	if s.corners == nil || len(s.corners) >= maxShapes {
		s.corners = make(map[corner]*[4]mask)
	}
	s.corners[c] = m
	return m
}

func (m mask) mirrored(across, down bool) mask {
	out := make([]uint8, len(m.pix))
	for y := range m.h {
		for x := range m.w {
			fromX, fromY := x, y
			if across {
				fromX = m.w - 1 - x
			}
			if down {
				fromY = m.h - 1 - y
			}
			out[y*m.w+x] = m.pix[fromY*m.w+fromX]
		}
	}
	return newMask(m.w, m.h, out)
}

// The look of a star, in parts of its size.
const (
	starInner = 0.5     // the inner radius, of the outer one
	starRound = 1. / 18 // the radius of its points
	starDown  = 1. / 24 // a star's middle is above that of its box
)

// star returns the mask of a star of the size. Its points are round: the outline
// is that of five points drawn with a round pen.
func (s *shapes) star(size int) *mask {
	if m, ok := s.stars[size]; ok {
		return m
	}
	edge := float64(size)
	pen := edge * starRound
	outer := edge/2 - pen
	inner := outer * starInner
	cx, cy := edge/2, edge/2+edge*starDown
	at := func(i int) (x, y float64) {
		r := outer
		if i%2 != 0 {
			r = inner
		}
		sin, cos := math.Sincos(math.Pi * (float64(i)/5 - 0.5))
		return cx + r*cos, cy + r*sin
	}
	// The direction out of the edge from point i to the next.
	out := func(i int) float64 {
		x0, y0 := at(i)
		x1, y1 := at(i + 1)
		return math.Atan2(-(x1 - x0), y1-y0)
	}
	s.begin(size, size)
	for i := range 10 {
		x, y := at(i)
		before, after := out(i+9), out(i)
		if i%2 == 0 {
			sin, cos := math.Sincos(before)
			if i == 0 {
				s.moveTo(x+pen*cos, y+pen*sin)
			} else {
				s.lineTo(x+pen*cos, y+pen*sin)
			}
			if after < before {
				after += 2 * math.Pi
			}
			s.arc(x, y, pen, before, after)
			continue
		}
		// Inwards the edges meet before the pen has gone round.
		middle := math.Pi * (float64(i)/5 - 0.5)
		d := pen / math.Cos(after-middle)
		sin, cos := math.Sincos(middle)
		s.lineTo(x+d*cos, y+d*sin)
	}
	s.rast.ClosePath()
	m := s.end()
	if s.stars == nil || len(s.stars) >= maxShapes {
		s.stars = make(map[int]*mask)
	}
	s.stars[size] = &m
	return &m
}

// dashes calls put with the mask of each dash of the line of width w along a
// rounded rectangle, and with where it is. Dashes are four times as long as the
// line is wide, as the space between them, and their ends are round.
func (s *shapes) dashes(r image.Rectangle, radius, w float64, within image.Rectangle, put func(x, y int, m mask)) {
	half := w / 2
	x0, y0 := float64(r.Min.X)+half, float64(r.Min.Y)+half
	x1, y1 := float64(r.Max.X)-half, float64(r.Max.Y)-half
	radius = max(min(radius-half, (x1-x0)/2, (y1-y0)/2), 0)
	// Straight on, a turn to the right, and so on, from the top left on.
	type leg struct {
		length     float64
		x, y       float64 // where it starts, or the middle of the turn
		turn       bool
		angle      float64 // of the direction, or from the middle to the start
		bendRadius float64
	}
	var legs [8]leg
	for i := range 4 {
		long := x1 - x0 - 2*radius
		if i%2 == 1 {
			long = y1 - y0 - 2*radius
		}
		angle := float64(i) * math.Pi / 2
		start := [4][2]float64{{x0 + radius, y0}, {x1, y0 + radius}, {x1 - radius, y1}, {x0, y1 - radius}}[i]
		middle := [4][2]float64{{x1 - radius, y0 + radius}, {x1 - radius, y1 - radius}, {x0 + radius, y1 - radius}, {x0 + radius, y0 + radius}}[i]
		legs[2*i] = leg{length: long, x: start[0], y: start[1], angle: angle}
		legs[2*i+1] = leg{length: radius * math.Pi / 2, x: middle[0], y: middle[1], turn: true, angle: angle - math.Pi/2, bendRadius: radius}
	}
	total := 0.
	for _, l := range legs {
		total += l.length
	}
	// at returns the point and the direction at a distance along the outline.
	at := func(d float64) (x, y, direction float64) {
		for i, l := range legs {
			if d > l.length && i < len(legs)-1 {
				d -= l.length
				continue
			}
			if !l.turn {
				sin, cos := math.Sincos(l.angle)
				return l.x + d*cos, l.y + d*sin, l.angle
			}
			a := l.angle
			if l.bendRadius > 0 {
				a += d / l.bendRadius
			}
			sin, cos := math.Sincos(a)
			return l.x + l.bendRadius*cos, l.y + l.bendRadius*sin, a + math.Pi/2
		}
		panic("unreachable")
	}
	type point struct{ x, y, direction float64 }
	line := make([]point, 0, 16)
	for d := 0.; d < total; d += 8 * w {
		line = line[:0]
		to := min(d+4*w, total)
		n := 1
		_, _, before := at(d)
		if _, _, after := at(to); after != before {
			n = max(int(2*(to-d)), 1) // every half pixel, which is near enough to any curve
		}
		box := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
		for i := 0; i <= n; i++ {
			x, y, direction := at(d + (to-d)*float64(i)/float64(n))
			line = append(line, point{x, y, direction})
			box = [4]float64{min(box[0], x), min(box[1], y), max(box[2], x), max(box[3], y)}
		}
		area := image.Rect(int(math.Floor(box[0]-half)), int(math.Floor(box[1]-half)), int(math.Ceil(box[2]+half)), int(math.Ceil(box[3]+half)))
		if !area.Overlaps(within) {
			continue
		}
		dx, dy := float64(area.Min.X), float64(area.Min.Y)
		s.begin(area.Dx(), area.Dy())
		side := func(p point, sign float64) (x, y float64) {
			sin, cos := math.Sincos(p.direction)
			return p.x - dx + sign*half*sin, p.y - dy - sign*half*cos
		}
		first, last := line[0], line[len(line)-1]
		s.moveTo(side(first, 1))
		for _, p := range line[1:] {
			s.lineTo(side(p, 1))
		}
		s.arc(last.x-dx, last.y-dy, half, last.direction-math.Pi/2, last.direction+math.Pi/2)
		for i := len(line) - 1; i >= 0; i-- {
			s.lineTo(side(line[i], -1))
		}
		s.arc(first.x-dx, first.y-dy, half, first.direction+math.Pi/2, first.direction+1.5*math.Pi)
		s.rast.ClosePath()
		put(area.Min.X, area.Min.Y, s.end())
	}
}

// whole returns the mask of a rounded rectangle of w x h in one piece, for those
// whose corners share pixels.
func (s *shapes) whole(w, h int, c corner) mask {
	s.begin(w, h)
	right, bottom, r := float64(w), float64(h), c.outer
	s.moveTo(r, 0)
	s.lineTo(right-r, 0)
	s.arc(right-r, r, r, 1.5*math.Pi, 2*math.Pi)
	s.lineTo(right, bottom-r)
	s.arc(right-r, bottom-r, r, 0, math.Pi/2)
	s.lineTo(r, bottom)
	s.arc(r, bottom-r, r, math.Pi/2, math.Pi)
	s.lineTo(0, r)
	s.arc(r, r, r, math.Pi, 1.5*math.Pi)
	s.rast.ClosePath()
	if c.line > 0 {
		at, in := c.line, c.inner
		near, farX, farY := at+in, right-at-in, bottom-at-in // the middles of the corners
		s.moveTo(near, at)
		s.arc(near, near, in, 1.5*math.Pi, math.Pi)
		s.lineTo(at, farY)
		s.arc(near, farY, in, math.Pi, math.Pi/2)
		s.lineTo(farX, bottom-at)
		s.arc(farX, farY, in, math.Pi/2, 0)
		s.lineTo(right-at, near)
		s.arc(farX, near, in, 0, -math.Pi/2)
		s.rast.ClosePath()
	}
	return s.end()
}
