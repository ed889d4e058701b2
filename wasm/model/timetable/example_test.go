package timetable_test

import (
	"fmt"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// Three picks of a day: two overlap by ten minutes, and one is a must.
func Example() {
	day := session.Date{Year: 2026, Month: 8, Day: 15}
	pick := func(id string, state picks.State, from, to int) timetable.Pick {
		return timetable.Pick{State: state, Session: session.Session{
			Key: session.NewKey("2026", "s", id), Titles: map[string]string{"ko": id},
			Start: session.KST(day, 0, from), End: session.KST(day, 0, to),
		}}
	}
	tt := timetable.New("2026", []timetable.Pick{
		pick("opening", picks.Star, 10*60, 11*60),
		pick("gc", picks.Must, 13*60, 13*60+40),
		pick("types", picks.Star, 13*60+30, 14*60),
	})
	fmt.Println(tt.Picks, "picks,", tt.Must, "must,", tt.Clashes, "clash")
	for _, d := range tt.Days {
		for _, it := range d.Items {
			fmt.Printf("%s-%s %s, lane %d of %d\n", it.Start.HHMM(), it.End.HHMM(), it.Session.Title("ko"), it.Lane+1, it.Lanes)
			for _, c := range it.Clashes {
				fmt.Println("  overlaps", c.Key, "by", c.Minutes, "minutes")
			}
		}
		for _, g := range d.Gaps {
			fmt.Printf("free %s-%s\n", g.Start.HHMM(), g.End.HHMM())
		}
	}
	// Output:
	// 3 picks, 1 must, 1 clash
	// 10:00-11:00 opening, lane 1 of 1
	// 13:00-13:40 gc, lane 1 of 2
	//   overlaps 2026/s/types by 10 minutes
	// 13:30-14:00 types, lane 2 of 2
	//   overlaps 2026/s/gc by 10 minutes
	// free 11:00-13:00
}
