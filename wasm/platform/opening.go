package platform

// Opening is the time between the question what storage holds and the answer.
// Changes are told of meanwhile, and each is newer than what the answer says of
// its key. The zero value is an opening that has begun.
type Opening struct {
	changed map[string]bool
	over    bool
}

// Changed says that a change of key was told of.
func (o *Opening) Changed(key string) {
	if o.over {
		return
	}
	if o.changed == nil {
		o.changed = map[string]bool{}
	}
	o.changed[key] = true
}

// End takes the answer: it puts what has not changed since, and ends the opening.
func (o *Opening) End(entries map[string]any, put func(key string, tree any)) {
	for key, tree := range entries {
		if !o.changed[key] {
			put(key, tree)
		}
	}
	o.changed, o.over = nil, true
}

// Over reports whether the answer has come. Until then too little would be shown.
func (o *Opening) Over() bool { return o.over }
