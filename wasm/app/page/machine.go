package page

import (
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
)

// On a page that the browser translates, titles are a machine's, and days and times may not
// be readable. The elements stay the same, so the sessions that were read in them before are
// kept, and nothing is learned until the page is in its own language again.

// ScanMachine takes in the document after the browser has translated it, or a part
// of it. moved has, for every node of the scan before, its index now, or -1. The
// sessions that stood there are still there; what has come since counts if it is not
// translated yet, or is known by its id. It reports whether there is any session.
func (pg *Page) ScanMachine(root *dom.Node, o site.Options, moved []int) bool {
	before := pg.page
	pg.machine = true
	page := pg.timed(root, o)
	var nodes []*dom.Node // by Index, which counts from the root's
	for n := root; n != nil; n = n.After(root) {
		if n.Tag != "" {
			nodes = append(nodes, n)
		}
	}
	var spots []site.Spot
	kept := make([]bool, len(nodes))
	there := map[session.Key]bool{}
	for _, spot := range before.Spots {
		i := spot.Node.Index
		if i >= len(moved) || moved[i] < 0 || moved[i] >= len(nodes) {
			continue
		}
		spot.Node = nodes[moved[i]]
		if t := spot.Title.Index; t < len(moved) && nodes[moved[t]] != nil {
			spot.Title = nodes[moved[t]]
		} else {
			spot.Title = spot.Node
		}
		spots = append(spots, spot)
		kept[moved[i]] = true
		there[spot.Session.Key.First()] = true
	}
	if len(spots) > 0 {
		page.Edition, page.Lang = before.Edition, before.Lang
	} else if before.Lang != "" {
		page.Lang = before.Lang
	}
	for _, spot := range page.Spots {
		if kept[spot.Node.Index] {
			continue
		}
		if translated(spot.Node) {
			known, ok := pg.book.Sessions[spot.Session.Key]
			// A session that is there already was read from elements that the translation
			// added.
			if !ok || spot.Session.Key.Hashed() || there[spot.Session.Key.First()] {
				continue
			}
			spot.Session = known.Session.Detached()
		}
		spots = append(spots, spot)
	}
	page.Spots = spots
	pg.page = page
	pg.scanned(o)
	return len(spots) > 0
}

// Moved reads the list that reading.js makes for ScanMachine: numbers from -1 on,
// each ended by a space.
func Moved(text string) []int {
	var list []int
	n, minus := 0, false
	for i := range len(text) {
		switch c := text[i]; {
		case c == '-':
			minus = true
		case c >= '0' && c <= '9':
			n = 10*n + int(c-'0')
		default:
			if minus {
				n = -1
			}
			list = append(list, n)
			n, minus = 0, false
		}
	}
	return list
}

// translated reports whether there is text below n that the browser translated: it
// stands in two font elements, one in the other.
func translated(n *dom.Node) bool {
	for c := n; c != nil; c = c.After(n) {
		if c.Tag == "font" && c.Parent() != nil && c.Parent().Tag == "font" {
			return true
		}
	}
	return false
}
