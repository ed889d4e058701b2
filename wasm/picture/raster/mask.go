package raster

// mask is the coverage of an area, 0 to 255 by pixel, in rows of w.
type mask struct {
	w, h int
	pix  []uint8

	// runs is the same coverage in the form that surfaces use, without pixels that are not
	// covered. A row consists of parts: the number of pixels to pass over, the number of
	// partly covered ones, the number of wholly covered ones, and then the coverage of the
	// partly covered ones. Row y is runs[rows[y]:rows[y+1]].
	runs []uint8
	rows []int32

	// kept and the fields below are for masks that are kept and painted often: see
	// indexed.tinted. A new tint takes the place of the older one.
	kept  bool
	tints [2]tint
}

// tint is a mask in one colour on another, as indices into a surface's palette. Its
// rows are whole words: behind the mask they go on in the colour below.
type tint struct {
	by  *table
	pix []uint8
}

// wide returns the number of bytes in a row of a tint.
func (m *mask) wide() int { return (m.w + 7) &^ 7 }

// newMask returns a mask of w x h pixels with the coverage pix.
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

// columns returns the part of m from column from on, up to to.
func (m mask) columns(from, to int) mask {
	pix := make([]uint8, 0, (to-from)*m.h)
	for y := range m.h {
		pix = append(pix, m.pix[y*m.w+from:y*m.w+to]...)
	}
	return newMask(to-from, m.h, pix)
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
