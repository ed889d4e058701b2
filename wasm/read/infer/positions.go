package infer

// The bounds of what differs by its position.
const (
	mostPlaces = 4 // among the children of an element
	placeLevel = 4 // elements up
	leastPlace = 3 // pieces at a position

	nowhere = 0xFF         // the position of what is not looked at
	cells   = "|td|th|tr|" // where these stand table.go says
)

// positions parts columns whose pieces, or an element around them, stand at different places among
// their siblings, and differ by these: the first box of each card has its name, the second its
// title, and nothing but their order tells them apart.
func (r *reader) positions() {
	type places struct {
		last, turns int32
		n, times    [mostPlaces + 1]int32 // the last: behind them
	}
	at := make([]uint8, len(r.pieces))
	for level := range placeLevel {
		all := make([]places, len(r.byPath))
		for i := range r.pieces {
			p := &r.pieces[i]
			if !p.words() && !p.is(isTime) || p.is(isLong) {
				continue
			}
			n := p.node
			for range level {
				if n.Parent() != nil && !oneOf(n.Tag, cells) {
					n = n.Parent()
				}
			}
			if at[i] = nowhere; oneOf(n.Tag, cells) {
				continue
			}
			k := uint8(0)
			for c := n.PrevElement(); c != nil && k < mostPlaces; c = c.PrevElement() {
				k++
			}
			at[i] = k
			s := &all[p.col]
			if p.is(isTime) {
				s.times[k]++
			} else {
				s.n[k]++
			}
			if s.last != int32(k)+1 {
				s.last = int32(k) + 1
				s.turns++
			}
		}
		sets := map[int32]*[mostPlaces + 1][]int32{}
		for c := range all {
			s := &all[c]
			parts, least := 0, int32(1<<30)
			rare := int32(0) // pieces at positions of which nothing can be said
			for k, n := range s.n {
				switch {
				case s.times[k] > n: // words among times tell that there is none
					s.n[k] = 0
					parts++
				case n >= leastPlace:
					parts++
					least = min(least, n)
				default:
					rare += n
				}
			}
			// What stands side by side in records takes turns; titles of two kinds of records do not.
			if parts > 1 && rare <= least && s.turns*10 >= (2*least-1)*8 {
				sets[int32(c)] = &[mostPlaces + 1][]int32{}
			}
		}
		if len(sets) == 0 {
			continue
		}
		for i := range r.pieces {
			p := &r.pieces[i]
			if s := sets[p.col]; s != nil && p.words() && !p.is(isLong) && at[i] != nowhere {
				s[at[i]] = append(s[at[i]], int32(i))
			}
		}
		for c := range all {
			s := sets[int32(c)]
			if s == nil {
				continue
			}
			for k := range s {
				apart := all[c].n[k] >= leastPlace
				for other := range s {
					apart = apart && (other == k || all[c].n[other] < leastPlace || r.unlike(s[k], s[other]))
				}
				for _, i := range s[k] {
					if apart {
						r.pieces[i].col = r.variant(int32(c), 1<<11+uint64(level)<<4+uint64(k))
					}
				}
			}
		}
	}
}

// unlike reports whether two sets of pieces are surely of different kinds: names and no names,
// rooms and no rooms, links and none, sentences and none, few values and many, or nearly all of one longer than
// nearly all of the other.
func (r *reader) unlike(a, b []int32) bool {
	const clear, sure = 0.5, 0.7 // shares
	x, y := r.look(a), r.look(b)
	for k := kindName; k <= kindRoom; k++ { // both names, or both rooms
		if min(x.kinds[k], y.kinds[k]) > sure {
			return false
		}
	}
	if apart(x.kinds[:kindShort], y.kinds[:kindShort], clear) {
		return true
	}
	if x.width > y.width {
		a, b, x, y = b, a, y, x
	}
	const longer = 1.4
	if y.width < longer*x.width {
		return false
	}
	middle := (x.width + y.width) / 2
	return r.wider(a, middle)*7 <= min(len(a), longColumn) && r.wider(b, middle)*7 >= min(len(b), longColumn)*6
}

// The kinds of texts that sets of pieces are told apart by: shares of them, and in the last a
// measure of their widths.
const (
	kindSentence = iota
	kindName
	kindRoom
	kindLink
	kindOther // different texts
	kindShort
	nKinds
)

// looked is what a set of pieces has in common.
type looked struct {
	kinds [nKinds]float64
	width float64 // mean
}

func (r *reader) look(list []int32) (l looked) {
	list = list[:min(len(list), longColumn)]
	seen := map[string]bool{}
	n := float64(max(len(list), 1))
	for _, i := range list {
		p := &r.pieces[i]
		w := width(p.text)
		l.width += float64(w) / n
		for k, v := range [...]float64{kindSentence: float64(count(isSentence(p.text))), kindName: p.nameLike(), kindRoom: p.roomLike(), kindLink: float64(count(p.link != nil)), kindOther: float64(count(!seen[p.text])), kindShort: float64(min(w, 60)) / 40} {
			l.kinds[k] += v / n
		}
		seen[p.text] = true
	}
	return l
}

// apart reports whether one of two lists of measures is farther from the other than by most.
func apart(a, b []float64, most float64) bool {
	for k, v := range a {
		if d := v - b[k]; d > most || d < -most {
			return true
		}
	}
	return false
}

// wider counts the pieces that are wider than w.
func (r *reader) wider(list []int32, w float64) (n int) {
	for _, i := range list[:min(len(list), longColumn)] {
		n += count(float64(width(r.pieces[i].text)) > w)
	}
	return n
}
