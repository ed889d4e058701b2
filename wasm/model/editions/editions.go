// Package editions is the table of the conference's years. It has what programs, tests and
// READMEs need to know of each, except how its pages are read, which is in the profiles of
// read/site. A new year is a row here, a profile, and saved pages below read/site/testdata.
package editions

// Zone is the time zone of every edition, by its IANA name.
const Zone = "Asia/Seoul"

// Edition is one year's conference.
type Edition struct {
	Name string // as keys have it, a year
	// Hosts are where its pages are: a host, without www, and what the paths begin with
	// where other editions share it, as "pycon.kr/2014".
	Hosts []string
	// Profile is the profile that reads them, and the folder of its saved pages; "" for
	// the one that is called as the edition.
	Profile   string
	Timetable string // the address of its timetable page
	Rooms     int    // how many rooms its timetables have, all days together
	// Floors tells on which floor rooms are, as far as that is known. It is empty for
	// conferences on one floor and for those online.
	Floors []Floor
	// Korean and English are its names; "" stands for 파이콘 한국 or PyCon Korea with the year.
	Korean, English string
	// Bookmarks is the address to which a session's id is appended, on a site that offers a
	// timetable of its own to those who sign in; "" for a site that does not.
	Bookmarks string
	// Notes is the text about it in the table of sites of scripts/README.md, in Korean.
	Notes string
}

// Floor lists rooms that are on one floor.
type Floor struct {
	Building string // what the site calls it; "" for the one where most rooms are
	Level    int    // 1 is the ground floor
	Rooms    []string
}

// home is the address for an edition that is not in the table.
const home = "https://pycon.kr/"

// Table has the editions, the oldest first. Nothing but a test changes it.
var Table = []Edition{
	{Name: "2014", Hosts: []string{"pycon.kr/2014"}, Timetable: "https://archive.pycon.kr/2014/programs/schedule/", Rooms: 3,
		Notes: "2014–2017년은 `pycon2014.go` 한 파일"},
	{Name: "2015", Hosts: []string{"pycon.kr/2015"}, Timetable: "https://archive.pycon.kr/2015/programs/schedule/", Rooms: 3,
		Notes: "시간표의 행이 시간순이 아님"},
	{Name: "2016", Hosts: []string{"pycon.kr/2016apac"}, Timetable: "https://archive.pycon.kr/2016apac/program/schedule/", Rooms: 4,
		Floors: []Floor{{Level: 1, Rooms: []string{"101", "102", "103"}}, {Level: 2, Rooms: []string{"201"}}},
		Korean: "파이콘 APAC 2016", English: "PyCon APAC 2016", Notes: "APAC"},
	{Name: "2017", Hosts: []string{"pycon.kr/2017"}, Timetable: "https://archive.pycon.kr/2017/program/schedule/", Rooms: 5},
	{Name: "2018", Hosts: []string{"pycon.kr/2018"}, Timetable: "https://archive.pycon.kr/2018/program/schedule/", Rooms: 6,
		Floors: []Floor{{Level: 1, Rooms: []string{"101", "102", "103", "104", "105"}}, {Level: 2, Rooms: []string{"202"}}},
		Notes:  "끝나는 시각은 상세에만 있음"},
	{Name: "2019", Hosts: []string{"2019.pycon.kr", "pycon.kr/2019"}, Timetable: "https://2019.pycon.kr/timetable/talks", Rooms: 6,
		Floors: []Floor{{Level: 1, Rooms: []string{"101", "102", "103", "104", "105"}}, {Level: 2, Rooms: []string{"202"}}},
		Notes:  "시간표에 id가 없음"},
	{Name: "2020", Hosts: []string{"2020.pycon.kr", "pycon.kr/2020"}, Timetable: "https://2020.pycon.kr/2020/program/talk-schedule/", Rooms: 5,
		Notes: "키노트 페이지에는 연사만 있고, 제목과 시간은 시간표에서"},
	{Name: "2021", Hosts: []string{"2021.pycon.kr"}, Timetable: "https://2021.pycon.kr/session/", Rooms: 4,
		Notes: "날짜와 길이는 페이지의 JSON에서"},
	{Name: "2022", Hosts: []string{"2022.pycon.kr"}, Timetable: "https://2022.pycon.kr/program/talk-schedule", Rooms: 4,
		Notes: "날짜, 길이, 트랙은 페이지의 JSON에서"},
	{Name: "2023", Hosts: []string{"2023.pycon.kr"}, Timetable: "https://2023.pycon.kr/session/schedule", Rooms: 3,
		Notes: "한 칸이 두 줄이고, 상세에는 시간이 없음. 둘째 날의 시간은 시간표에서 그날을 열어야 알 수 있음(그 전에는 어디에도 없음)"},
	{Name: "2024", Hosts: []string{"2024.pycon.kr"}, Timetable: "https://2024.pycon.kr/session/timetable", Rooms: 5,
		Notes: "상세의 주소에만 id가 있음. 브라우저의 시간대"},
	{Name: "2025", Hosts: []string{"2025.pycon.kr"}, Timetable: "https://2025.pycon.kr/timetable", Rooms: 4,
		Floors: []Floor{{Level: 4, Rooms: []string{"4142", "4147"}}, {Level: 5, Rooms: []string{"5147"}}, {Level: 6, Rooms: []string{"6144"}}},
		Notes:  "브라우저의 시간대; 언어는 사이트가 `localStorage`에 둔 대로"},
	{Name: "2026", Hosts: []string{"2026.pycon.kr"}, Timetable: "https://2026.pycon.kr/timetable", Rooms: 4,
		Floors: []Floor{{Level: 4, Rooms: []string{"4142", "4147"}}, {Level: 5, Rooms: []string{"5143"}}, {Level: 6, Rooms: []string{"6141", "6144"}},
			{Building: "원흥관", Level: 3, Rooms: []string{"E347", "E350"}}},
		Bookmarks: "https://2026.pycon.kr/presentations/", Notes: "브라우저의 시간대; 언어는 위와 같음"},
}

// Newest returns the edition that is shown to a person who has no picks yet.
func Newest() Edition { return Table[len(Table)-1] }

// Find returns the edition of that name. For a name that is not in the table it returns an
// Edition with this name and the conference's own address as its timetable.
func Find(name string) Edition {
	for _, e := range Table {
		if e.Name == name {
			return e
		}
	}
	return Edition{Name: name, Timetable: home}
}

// WithBookmarks returns the newest edition with Bookmarks.
func WithBookmarks() Edition {
	for i := len(Table) - 1; i >= 0; i-- {
		if Table[i].Bookmarks != "" {
			return Table[i]
		}
	}
	return Edition{}
}

// ReadBy returns the name of the profile that reads the edition's pages.
func (e Edition) ReadBy() string {
	if e.Profile != "" {
		return e.Profile
	}
	return e.Name
}

// Title returns the edition's name in a language, "ko" or "en".
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
