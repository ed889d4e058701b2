package e2e

import (
	"strings"
	"testing"

	"byeolpyo/scripts/internal/replica"
	"byeolpyo/wasm/model/session"
)

// Addresses of the replica.
const (
	site2018  = "https://www.pycon.kr/2018"
	site2026  = "https://2026.pycon.kr"
	grid2018  = site2018 + "/program/schedule/"
	grid2026  = site2026 + "/timetable"
	gridH2026 = site2026 + "/timetable_h"
	list2026  = site2026 + "/session"
)

const (
	day1 = "2026-08-15"
	day2 = "2026-08-16"
)

// key is the session key that a session has to get. A 2026 session without a
// page of its own has one that depends on the language its page is read in.
func key(s replica.Session, lang string) string {
	switch {
	case s.Edition == replica.Edition2018:
		return "2018/" + s.ID
	case s.Linked:
		return "2026/s/" + s.ID
	}
	var rooms []string
	if !s.AllRooms {
		for _, r := range s.Rooms {
			rooms = append(rooms, session.Fold(r.In(lang)))
		}
	}
	start, _ := session.ParseInstant(s.Start)
	return "2026/s/" + session.HashID(s.Title.In(lang), start, strings.Join(rooms, ", "))
}

// keys are the keys of the sessions that satisfy where and carry a star, each as
// often as places says.
func keys(all []replica.Session, lang string, where func(replica.Session) bool, places func(replica.Session) int) []string {
	var out []string
	for _, s := range all {
		if !s.Starred || !where(s) {
			continue
		}
		for range places(s) {
			out = append(out, key(s, lang))
		}
	}
	return out
}

func once(replica.Session) int { return 1 }

// cells is how many cells of the 2026 grid show a session: one for each room,
// but one for all of them.
func cells(s replica.Session) int {
	if s.AllRooms {
		return 1
	}
	return len(s.Rooms)
}

// wanted2018 are the stars of the 2018 timetable in one of its two copies.
func wanted2018() []string {
	return keys(site.Programme(replica.Edition2018), "ko", func(s replica.Session) bool {
		return s.Scheduled() && strings.HasPrefix(s.ID, "program/")
	}, once)
}

// wantedList2018 are the stars of a 2018 list page: program, tutorial or sprint.
func wantedList2018(sequence string) []string {
	return keys(site.Programme(replica.Edition2018), "ko", func(s replica.Session) bool {
		return strings.HasPrefix(s.ID, sequence+"/") && s.Category.Ko != ""
	}, once)
}

// wantedDay are the stars of a day's 2026 timetable.
func wantedDay(day, lang string) []string {
	return keys(site.Programme(replica.Edition2026), lang, func(s replica.Session) bool {
		return strings.HasPrefix(s.Start, day)
	}, cells)
}

// wantedList2026 are the stars of the 2026 list.
func wantedList2026() []string {
	return keys(site.Programme(replica.Edition2026), "ko", func(s replica.Session) bool { return s.Linked }, once)
}

// find returns the first session of an edition that satisfies where.
func find(t *testing.T, edition string, where func(replica.Session) bool) replica.Session {
	t.Helper()
	for _, s := range site.Programme(edition) {
		if where(s) {
			return s
		}
	}
	t.Fatalf("no such session in the replica of %s", edition)
	return replica.Session{}
}

// talk returns the n-th linked 2026 talk, from 0, of a day in one room.
func talk(t *testing.T, day string, n int) replica.Session {
	t.Helper()
	return find(t, replica.Edition2026, func(s replica.Session) bool {
		if s.Kind != replica.KindTalk || !strings.HasPrefix(s.Start, day) || len(s.Rooms) != 1 {
			return false
		}
		n--
		return n < 0
	})
}

// unlinked returns the 2026 session of a day without a page of its own.
func unlinked(t *testing.T, day, title string) replica.Session {
	t.Helper()
	return find(t, replica.Edition2026, func(s replica.Session) bool {
		return !s.Linked && strings.HasPrefix(s.Start, day) && strings.HasPrefix(s.Title.Ko, title)
	})
}
