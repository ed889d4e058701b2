package popup

import (
	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/timetable"
)

// Page is one sheet of a printed timetable.
type Page struct {
	ID    string // the date, "2026-08-15", or "undated"
	Table timetable.Timetable
}

// Pages takes tt apart into a sheet a day and, last, one of the sessions without
// a time. Each counts what is on it.
func Pages(tt timetable.Timetable) []Page {
	var pages []Page
	for _, d := range tt.Days {
		t := timetable.Timetable{Edition: tt.Edition, Days: []timetable.Day{d}}
		var sides int
		for _, it := range d.Items {
			count(&t, it)
			sides += len(it.Clashes)
		}
		t.Clashes = sides / 2 // each clash is told of from both sides
		pages = append(pages, Page{d.Date.String(), t})
	}
	if len(tt.Undated) > 0 {
		t := timetable.Timetable{Edition: tt.Edition, Undated: tt.Undated}
		for _, it := range tt.Undated {
			count(&t, it)
		}
		pages = append(pages, Page{"undated", t})
	}
	return pages
}

func count(t *timetable.Timetable, it timetable.Item) {
	t.Picks++
	if it.State == picks.Must {
		t.Must++
	}
}
