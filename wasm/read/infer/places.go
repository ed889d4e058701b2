//go:build !js

package infer

import (
	"fmt"
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
)

// Misplaced returns what is wrong with the places of a page's stars, as far as the tree tells:
// a star must stand at an element that shows its session's title and no other session's, two
// may not stand at one, and a session has more than one only where the page shows its title
// as often.
func Misplaced(root *dom.Node, page site.Page) (faults []string) {
	shown := map[string]int{} // how often each text is all that an element shows, innermost ones
	for n := root; n != nil; n = n.After(root) {
		if n.Tag == "" {
			shown[session.Fold(n.Data)]++
		}
	}
	at := map[*dom.Node]string{}
	stars := map[string]int{}
	for i := range page.Spots {
		s := &page.Spots[i]
		title := s.Session.Title(page.Lang)
		n := s.Title
		if n == nil {
			n = s.Node
		}
		if x, y := ascii.Letters(n.Text()), ascii.Letters(title); !strings.Contains(x, y) && (len(x)*2 < len(y) || !strings.Contains(y, x)) { // a title may go on beside it
			faults = append(faults, fmt.Sprintf("the star of %q stands at %.80q", title, n.Text()))
		}
		if other, had := at[n]; had {
			faults = append(faults, fmt.Sprintf("%q and %q stand at one element", other, title))
		}
		at[n] = title
		if s.Session.Start.Known() {
			stars[fmt.Sprint(title, " at ", s.Session.Start, " in ", s.Session.Rooms, " by ", s.Session.Speakers)]++
		}
	}
	for i := range page.Spots { // the title of one within the element of another
		s := &page.Spots[i]
		n := s.Title
		if n == nil {
			n = s.Node
		}
		for up := n.Parent(); up != nil; up = up.Parent() {
			if other, had := at[up]; had {
				faults = append(faults, fmt.Sprintf("%q stands within the element of %q", s.Session.Title(page.Lang), other))
			}
		}
	}
	for name, n := range stars {
		for i := range page.Spots {
			s := &page.Spots[i].Session
			title := s.Title(page.Lang)
			if copies := shown[session.Fold(title)]; copies > 0 && n > copies && name == fmt.Sprint(title, " at ", s.Start, " in ", s.Rooms, " by ", s.Speakers) {
				faults = append(faults, fmt.Sprintf("%q has %d stars, and its title stands %d times", title, n, copies))
				break
			}
		}
	}
	return faults
}
