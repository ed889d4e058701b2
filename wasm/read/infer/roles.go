package infer

// assign gives the columns of a group their roles. It chooses the columns of rooms and
// speakers whose weights have the largest sum; the title is given by the group.
func (g *group) assign(w *Weights) {
	g.roles = make([]role, len(g.members))
	g.score = 0
	for _, c := range g.titles {
		if k, ok := g.index[c]; ok {
			g.roles[k] = titleRole
			g.score += w.score(titleRole, &g.members[k].features) / float64(len(g.titles))
		}
	}
	type choice struct {
		member int
		role   role
		value  float64
	}
	var choices []choice
	for k := range g.members {
		m := &g.members[k]
		if g.roles[k] == titleRole {
			continue
		}
		s, room := w.score(speakerRole, &m.features), w.score(roomRole, &m.features)
		// Weights alone name nothing: something must say that it is a name, or a place.
		if f := &m.features; f[fRoom]+f[fClassRoom]+f[fLabelRoom] < 0.2 {
			room = 0
		}
		if f := &m.features; len(g.recs) == 1 && f[fHeading] > 0 && f[fClassSpeaker]+f[fLabelSpeaker]+f[fLinkSpeaker]+f[fBy] == 0 {
			s = 0 // a heading beside the only one is a section's
		}
		if f := &m.features; f[fName]+f[fClassSpeaker]+f[fLabelSpeaker]+f[fLinkSpeaker]+f[fBy]+f[fBeside] < 0.15 {
			s = 0
		}
		if s > 0 && s >= room {
			choices = append(choices, choice{k, speakerRole, s})
		} else if room > 0 {
			choices = append(choices, choice{k, roomRole, room})
		}
	}
	for i := range choices { // best first; there are few
		for j := i + 1; j < len(choices); j++ {
			if choices[j].value > choices[i].value {
				choices[i], choices[j] = choices[j], choices[i]
			}
		}
	}
	for _, c := range choices {
		if !g.fits(c.member, c.role) {
			continue
		}
		g.roles[c.member] = c.role
		g.score += min(c.value, 4) * float64(g.members[c.member].recs) / float64(len(g.recs))
	}
}

// fits reports whether a column may have a role beside those that have it already: a
// session has one line of speakers and one of rooms, but not all sessions have the same.
func (g *group) fits(k int, as role) bool {
	var taken []int32
	for i, have := range g.roles {
		if have == as {
			taken = append(taken, g.members[i].col)
		}
	}
	if len(taken) == 0 {
		return true
	}
	both := 0
	for i := range g.recs {
		mine, other := false, false
		g.each(&g.recs[i], func(at int32) {
			c := g.r.pieces[at].col
			mine = mine || c == g.members[k].col
			for _, t := range taken {
				other = other || c == t
			}
		})
		if mine && other {
			both++
		}
	}
	return both*4 <= g.members[k].recs
}

// roleOf is the role of a piece within the records.
func (g *group) roleOf(i int32) role {
	if k, ok := g.index[g.r.pieces[i].col]; ok {
		return g.roles[k]
	}
	return noRole
}
