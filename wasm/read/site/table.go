package site

import (
	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/read/dom"
)

// The bounds of HTML's table algorithm, and our own bound of the whole table: 4 million
// places, which is 60 times the largest timetable of any year.
const (
	maxColspan = 1000
	maxRowspan = 65534
	maxColumns = 4096
	maxPlaces  = 4 << 20
)

// cell is a th or td and the places that it covers.
type cell struct {
	_                          [0]func() // no code to compare them
	node                       *dom.Node
	row, col, rowspan, colspan int
	text                       string
	times                      []clock // in text, once they were asked for
	read                       bool    // times is set
}

// clocks returns the times of day in the cell's text.
func (c *cell) clocks() []clock {
	if !c.read {
		c.times, c.read = clocks(c.text), true
	}
	return c.times
}

// grid is a table by places: at[row][col] is the cell that covers that place, nil
// where there is none. Rows may differ in length.
type grid struct {
	cells []*cell
	at    [][]*cell
	wide  int // the longest row
}

// readGrid lays out the cells of a table by the algorithm of the HTML standard.
// Cells that stand in thead or tbody without a tr between, as scripts make them,
// count as one row.
func readGrid(table *dom.Node) *grid {
	var rows [][]*dom.Node
	var ends []int // of each row, where its section ends: no rowspan leads out of one
	addRow := func(parent *dom.Node) {
		var cells []*dom.Node
		for c := parent.FirstElement(); c != nil; c = c.NextElement() {
			if c.Tag == "td" || c.Tag == "th" {
				cells = append(cells, c)
			}
		}
		rows = append(rows, cells)
	}
	for section := table.FirstElement(); section != nil; section = section.NextElement() {
		switch section.Tag {
		case "tr":
			addRow(section)
		case "thead", "tbody", "tfoot":
			loose := false
			for c := section.FirstElement(); c != nil; c = c.NextElement() {
				switch c.Tag {
				case "tr":
					addRow(c)
				case "td", "th":
					if !loose {
						addRow(section)
						loose = true
					}
				}
			}
		default:
			continue
		}
		if section.Tag == "tr" && section.NextElement() != nil && section.NextElement().Tag == "tr" {
			continue // rows outside of sections form one
		}
		for len(ends) < len(rows) {
			ends = append(ends, len(rows))
		}
	}
	return layOut(rows, ends)
}

// layOut places the cells of rows. ends has the end of the section of each row. Without ends
// there is one section, and a row with one cell behind its first covers all columns of the
// others.
func layOut(rows [][]*dom.Node, ends []int) *grid {
	g := &grid{at: make([][]*cell, len(rows))}
	wide := 0
	for _, nodes := range rows {
		wide = max(wide, len(nodes))
	}
	places := 0
	var block []cell
	for r, nodes := range rows {
		col := 0
		for _, n := range nodes {
			for col < len(g.at[r]) && g.at[r][col] != nil {
				col++
			}
			if n == nil {
				col++
				continue
			}
			if len(block) == 0 {
				block = make([]cell, 64)
			}
			c := &block[0]
			block = block[1:]
			c.node, c.row, c.col, c.text = n, r, col, n.Text()
			c.colspan, c.rowspan = spanOf(n, "colspan", maxColspan), spanOf(n, "rowspan", maxRowspan)
			if c.rowspan == 0 { // to the end of the section
				c.rowspan = maxRowspan
			}
			if ends == nil {
				if c.rowspan = 1; len(nodes) == 2 && col == 1 {
					c.colspan = wide - 1
				}
			} else {
				c.rowspan = min(c.rowspan, ends[r]-r)
			}
			c.colspan = max(1, min(c.colspan, maxColumns-col))
			places += c.rowspan * c.colspan
			if col >= maxColumns || places > maxPlaces {
				return g
			}
			g.cells = append(g.cells, c)
			g.cover(c)
			col += c.colspan
			g.wide = max(g.wide, col)
		}
	}
	return g
}

// cover puts c at its places that are free.
func (g *grid) cover(c *cell) {
	end := c.col + c.colspan
	for y := c.row; y < c.row+c.rowspan; y++ {
		row := g.at[y]
		if row == nil {
			row = make([]*cell, 0, max(end, g.wide))
		}
		for len(row) < end {
			row = append(row, nil)
		}
		for x := c.col; x < end; x++ {
			if row[x] == nil {
				row[x] = c
			}
		}
		g.at[y] = row
	}
}

func spanOf(n *dom.Node, name string, most int) int {
	v := n.Attr(name)
	if v == "" {
		return 1
	}
	// It reads numbers as HTML does: leading space, digits, then anything. A session of 25
	// minutes in rows of 10 has the rowspan 2.5.
	from := ascii.SkipSpace(v, 0)
	if from < len(v) && v[from] == '+' {
		from++
	}
	span, end := number(v, from)
	if end == from || span == 0 && name == "colspan" {
		return 1
	}
	return min(span, most)
}

func (g *grid) place(row, col int) *cell {
	if row < 0 || row >= len(g.at) || col < 0 || col >= len(g.at[row]) {
		return nil
	}
	return g.at[row][col]
}

// axis tells where a grid has its times.
type axis struct {
	found      bool
	transposed bool // times run along a row, rooms down a column
	line       int  // the column of times; or the row when transposed
}

// timeAxis finds the row or column most of whose filled cells are times of day.
// A title may hold a time of day too, so that only short texts count.
func (g *grid) timeAxis() axis {
	rowTimes, rowFilled := make([]int, len(g.at)), make([]int, len(g.at))
	colTimes, colFilled := make([]int, g.wide), make([]int, g.wide)
	for _, c := range g.cells {
		if c.text == "" {
			continue
		}
		isTime := len(c.text) <= longestTime && len(c.clocks()) > 0
		rowFilled[c.row]++
		colFilled[c.col]++
		if isTime {
			rowTimes[c.row]++
			colTimes[c.col]++
		}
	}
	best := func(times, filled []int) (line, n int) {
		line = -1
		for i := range times {
			if times[i]*10 >= filled[i]*6 && times[i] > n {
				line, n = i, times[i]
			}
		}
		return line, n
	}
	row, inRow := best(rowTimes, rowFilled)
	col, inCol := best(colTimes, colFilled)
	switch {
	case inRow > inCol && inRow > 1:
		return axis{true, true, row}
	case inCol > 0:
		return axis{true, false, col}
	}
	return axis{}
}
