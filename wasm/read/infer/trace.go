package infer

// Trace is what a reading found on its way.
type Trace struct {
	Groups []*Tried
	r      *reader
	shown  []*group
	every  bool // all columns are tried, once, and none is shown
}

// Tried is a column that was tried as that of the titles.
type Tried struct {
	g     *group
	Value float64
}

func (t *Trace) tried(g *group, v float64) { t.Groups = append(t.Groups, &Tried{g, v}) }
