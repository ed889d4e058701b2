package platform

// Opening is the time between a request to read storage and its answer. Changes that are
// reported meanwhile are newer than what the answer says about their keys. The zero value is
// an opening that has begun.
type Opening struct {
	changed map[string]bool
	over    bool
}

// Changed notes that a change of key was reported.
func (o *Opening) Changed(key string) {
	if o.over {
		return
	}
	if o.changed == nil {
		o.changed = map[string]bool{}
	}
	o.changed[key] = true
}

// End takes the answer, calls put with the entries that have not changed since, and ends the
// opening.
func (o *Opening) End(entries map[string]any, put func(key string, tree any)) {
	for key, tree := range entries {
		if !o.changed[key] {
			put(key, tree)
		}
	}
	o.changed, o.over = nil, true
}

// Over reports whether the answer has come. Until then a view would lack what storage holds.
func (o *Opening) Over() bool { return o.over }
