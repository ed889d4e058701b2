// Package editions is the table of the conference's years: what a program has to know of
// one beside how its pages are read, which read/site's profiles say. A new year is a row
// here, a profile and its fixtures.
package editions

// Edition is one year's conference.
type Edition struct {
	Name      string // as keys have it, a year
	Timetable string // the address of its timetable page
	// Korean and English are what it was called; "" for 파이콘 한국 and PyCon Korea with
	// the year.
	Korean, English string
	// Bookmarks is the address below which a session stands by its id, where the site has
	// a timetable of its own for those who sign in; "" where it has none.
	Bookmarks string
}

// home is the address for an edition that is not in the table.
const home = "https://pycon.kr/"

// table has the editions, the oldest first.
var table = []Edition{
	{Name: "2014", Timetable: "https://archive.pycon.kr/2014/programs/schedule/"},
	{Name: "2015", Timetable: "https://archive.pycon.kr/2015/programs/schedule/"},
	{Name: "2016", Timetable: "https://archive.pycon.kr/2016apac/program/schedule/", Korean: "파이콘 APAC 2016", English: "PyCon APAC 2016"},
	{Name: "2017", Timetable: "https://archive.pycon.kr/2017/program/schedule/"},
	{Name: "2018", Timetable: "https://archive.pycon.kr/2018/program/schedule/"},
	{Name: "2019", Timetable: "https://2019.pycon.kr/timetable/talks"},
	{Name: "2020", Timetable: "https://2020.pycon.kr/2020/program/talk-schedule/"},
	{Name: "2021", Timetable: "https://2021.pycon.kr/session/"},
	{Name: "2022", Timetable: "https://2022.pycon.kr/program/talk-schedule"},
	{Name: "2023", Timetable: "https://2023.pycon.kr/session/schedule"},
	{Name: "2024", Timetable: "https://2024.pycon.kr/session/timetable"},
	{Name: "2025", Timetable: "https://2025.pycon.kr/timetable"},
	{Name: "2026", Timetable: "https://2026.pycon.kr/timetable", Bookmarks: "https://2026.pycon.kr/presentations/"},
}

// All returns the editions, the oldest first.
func All() []Edition { return table }

// Newest is the edition that is shown to somebody who has no picks yet.
func Newest() Edition { return table[len(table)-1] }

// Find returns an edition of the table; one that is not there has its name only, and the
// conference's own address for a timetable.
func Find(name string) Edition {
	for _, e := range table {
		if e.Name == name {
			return e
		}
	}
	return Edition{Name: name, Timetable: home}
}

// WithBookmarks is the newest edition whose site has a timetable of its own.
func WithBookmarks() Edition {
	for i := len(table) - 1; i >= 0; i-- {
		if table[i].Bookmarks != "" {
			return table[i]
		}
	}
	return Edition{}
}

// Title is what an edition is called in a language, "ko" or "en".
func (e Edition) Title(lang string) string {
	switch {
	case lang == "ko" && e.Korean != "":
		return e.Korean
	case lang == "ko":
		return "파이콘 한국 " + e.Name
	case e.English != "":
		return e.English
	}
	return "PyCon Korea " + e.Name
}
