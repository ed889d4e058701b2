// Package walk tells how far it is from one session to the next, where that is known: package
// editions has the floors of some editions' rooms. It says nothing about a room that is not
// listed there, since a wrong way is worse than none.
package walk

import (
	"strings"

	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/session"
)

// Route is the way from one room to another.
type Route struct {
	Building bool // it leads into another building
	Floor    bool // it leads to another floor of the same building
	Minutes  int  // how long it takes about; 0 where that is not known
}

// Far reports whether the route is worth mentioning. Rooms on one floor are next to each other.
func (w Route) Far() bool { return w.Building || w.Floor }

// How long a way within a building takes, in minutes. To leave a hall of 200 through two
// doors takes one, to find a seat in the next another, 80 m of corridor at 1.3 m/s a third.
// A floor of full stairs, or the wait for a lift, takes half of one more.
const (
	doors        = 3
	floorsPerMin = 2
)

// Between returns the way from a to b, of one edition. It is the zero Route if a room of either
// is not known, or is on more than one floor.
func Between(a, b session.Session) Route {
	floors := editions.Find(a.Key.Edition()).Floors
	from, to := floorOf(floors, a), floorOf(floors, b)
	switch {
	case from == nil || to == nil || from == to:
		return Route{}
	case from.Building != to.Building:
		return Route{Building: true}
	}
	n := from.Level - to.Level
	return Route{Floor: true, Minutes: doors + (max(n, -n)+floorsPerMin-1)/floorsPerMin}
}

// floorOf returns the floor on which s is, nil where that is not known. A room may be named
// with its number, as "Track 1 (4층 4142호, 4147호)"; each of its names has to name one that
// is known, and all the same floor.
func floorOf(floors []editions.Floor, s session.Session) *editions.Floor {
	var on *editions.Floor
	for _, room := range s.Rooms {
		known := false
		for i := range floors {
			f := &floors[i]
			for _, number := range f.Rooms {
				if !names(room, number) {
					continue
				}
				if on != nil && on != f {
					return nil
				}
				on, known = f, true
			}
		}
		if !known {
			return nil
		}
	}
	return on
}

// names reports whether number stands in room as a word of its own: "4142" in "4층 4142호",
// and not in "14142".
func names(room, number string) bool {
	for rest := room; ; {
		i := strings.Index(rest, number)
		if i < 0 {
			return false
		}
		at := len(room) - len(rest) + i
		if (at == 0 || !wordy(room[at-1])) && (at+len(number) == len(room) || !wordy(room[at+len(number)])) {
			return true
		}
		rest = rest[i+len(number):]
	}
}

// wordy reports whether c is an ASCII letter or digit.
func wordy(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}
