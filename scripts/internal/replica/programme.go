package replica

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"byeolpyo/wasm/model/editions"
)

//go:embed data
var dataFiles embed.FS

// What the replica makes itself. The last two are sites that do not exist.
const (
	Edition2014      = "2014"
	Edition2015      = "2015"
	Edition2016      = "2016"
	Edition2017      = "2017"
	Edition2018      = "2018"
	Edition2019      = "2019"
	Edition2020      = "2020"
	Edition2021      = "2021"
	Edition2022      = "2022"
	Edition2023      = "2023"
	Edition2024      = "2024"
	Edition2025      = "2025"
	Edition2026      = "2026"
	EditionOpenSpace = "openspace" // of 2026, a host of its own
	EditionUnseen    = "unseen"    // a year that nobody has described
	EditionForeign   = "conf.example"
)

// The unseen edition is of a year so far off that nobody will describe its site.
const (
	UnseenYear = "2094"
	UnseenHost = UnseenYear + ".pycon.kr"
)

// Editions lists what the replica serves: the editions of the table, the oldest first,
// the open space, and two sites that do not exist. Of an edition that it does not make
// itself it serves the pages that were saved (see saved).
func Editions() []string {
	var all []string
	for _, e := range editions.Table {
		all = append(all, e.Name)
	}
	return append(all, EditionOpenSpace, EditionUnseen, EditionForeign)
}

// Kinds of a Session.
const (
	KindTalk      = "talk"
	KindKeynote   = "keynote"
	KindSponsor   = "sponsor"
	KindEvent     = "event" // opening, closing; in 2018 and 2026 lightning talks too
	KindLightning = "lightning"
	KindTutorial  = "tutorial"
	KindSprint    = "sprint"
	KindOpenSpace = "openspace"
	KindBreak     = "break" // lunch, registration, pauses, fillers: never starred
)

// Text is a text in the two languages of the sites. Where a site has no
// translation both are equal.
type Text struct {
	Ko string `json:"ko"`
	En string `json:"en"`
}

// In returns the text in the language "ko" or "en".
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.En
	}
	return t.Ko
}

// Session is the truth about one session of a served programme, for tests to
// compare with what was read from the pages.
type Session struct {
	// ID is what the session's address carries, also where no page links to it: a
	// UUID in 2025 and 2026, a code in 2024, a slug on the invented sites, and
	// before that a number after the name of its sequence: "program/37",
	// "tutorial/1", "sprint/1" up to 2018, "talk/37" in 2019, 2020 and 2022 (also
	// "tutorial/1", "sprint/1", "keynote/2"), "session/37" in 2021 and 2023. Sessions whose
	// address is nowhere have one all the same ("event/1", "topic/3"), for Drop
	// and Move.
	ID       string
	Edition  string
	Kind     string // one of the Kind constants
	Title    Text   // as shown: newlines are newlines, Hangul may be NFD
	Speakers []string
	Rooms    []Text // in the order of the site's columns, as shown
	AllRooms bool
	// Start and End are RFC 3339 in +09:00, empty while unscheduled.
	Start, End string
	Category   Text
	Linked     bool // the grid links to the session's own page
	Starred    bool // carries a star: everything but breaks
	// Cancelled: pages say so in the title, which is Title with a mark.
	Cancelled bool
	URL       string // its page, without the 2026 title fragment
}

// Scheduled reports whether the session stands in the timetable.
func (s Session) Scheduled() bool { return s.Start != "" }

// record is one session as the data files hold it.
type record struct {
	ID       json.RawMessage `json:"id"`            // string or int
	Sequence string          `json:"seq,omitempty"` // of ints: program, tutorial, sprint
	Kind     string          `json:"kind"`
	Title    Text            `json:"title"`
	Speakers []string        `json:"speakers"`
	Category string          `json:"category,omitempty"`
	Level    string          `json:"level,omitempty"`   // b, i, e
	English  bool            `json:"english,omitempty"` // held in English
	Hidden   bool            `json:"hidden,omitempty"`  // 2018: not recorded
	Rooms    []int           `json:"rooms,omitempty"`
	Start    string          `json:"start,omitempty"`
	End      string          `json:"end,omitempty"`
	Slots    [][2]string     `json:"slots,omitempty"` // instead: one or more time slots
}

type category struct {
	ID string `json:"id"`
	Text
}

// programme is one edition's data file, decoded.
type programme struct {
	Edition    string     `json:"edition"`
	Rooms      []Text     `json:"rooms"`
	Grid       int        `json:"grid,omitempty"` // the rooms of the grid are the first so many; 0: all
	Categories []category `json:"categories"`
	Sessions   []*entry   `json:"sessions"`
}

// entry is a record with its values parsed.
type entry struct {
	record
	id    string // as Session.ID
	start time.Time
	end   time.Time
	slots []slot

	cancelled bool // its Title says so
	on        Text // and what it was before
}

// slot is one time slot of a 2018 session; slots are the rows of its grid.
type slot struct{ begin, end time.Time }

func (e *entry) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, &e.record); err != nil {
		return err
	}
	e.id = strings.Trim(string(e.record.ID), `"`)
	if e.Sequence != "" {
		e.id = e.Sequence + "/" + e.id
	}
	if e.Start != "" {
		e.Slots = [][2]string{{e.Start, e.End}}
	}
	for _, s := range e.Slots {
		begin, err := time.Parse(time.RFC3339, s[0])
		if err != nil {
			return fmt.Errorf("session %s: %w", e.id, err)
		}
		end, err := time.Parse(time.RFC3339, s[1])
		if err != nil {
			return fmt.Errorf("session %s: %w", e.id, err)
		}
		e.slots = append(e.slots, slot{begin.In(kst), end.In(kst)})
	}
	if n := len(e.slots); n > 0 {
		e.start, e.end = e.slots[0].begin, e.slots[n-1].end
	}
	return nil
}

func (e *entry) scheduled() bool { return len(e.slots) > 0 }

// kst is the zone of the conferences.
var kst = time.FixedZone("KST", 9*60*60)

// load decodes the embedded data of an edition. The data is part of the
// program, so a mistake in it is a programming error.
func load(edition string) *programme {
	b, err := dataFiles.ReadFile("data/" + edition + ".json")
	if err != nil {
		panic(fmt.Sprintf("replica: no data of edition %s: %v", edition, err))
	}
	p := new(programme)
	if err := json.Unmarshal(b, p); err != nil {
		panic(fmt.Sprintf("replica: data of edition %s: %v", edition, err))
	}
	return p
}

// Synthetic grids: up to smallGrid sessions keep the four rooms and last half
// an hour each; above that they last ten minutes, and rooms are added.
const (
	gridMinutes  = 9 * 60 // 9:00 to 18:00
	smallRooms   = 4
	smallMinutes = 30
	largeMinutes = 10
	smallGrid    = smallRooms * gridMinutes / smallMinutes // 72
	maxSynthetic = 20000
)

// synthetic makes a 2026 programme whose first day's grid has exactly n
// sessions, all with a link. The second day has one session, 클로징, so that
// the page has day tabs, and with them the date.
func synthetic(n int) *programme {
	n = min(max(n, 1), maxSynthetic)
	minutes := smallMinutes
	if n > smallGrid {
		minutes = largeMinutes
	}
	perRoom := gridMinutes / minutes
	rooms := max(smallRooms, (n+perRoom-1)/perRoom)
	p := &programme{Edition: Edition2026, Categories: load(Edition2026).Categories}
	for r := range rooms {
		p.Rooms = append(p.Rooms, Text{
			Ko: "Track " + strconv.Itoa(r+1) + `\n` + strconv.Itoa(1000+r) + "호",
			En: "Track " + strconv.Itoa(r+1) + `\nRoom ` + strconv.Itoa(1000+r),
		})
	}
	day := time.Date(2026, time.August, 15, 9, 0, 0, 0, kst)
	for i := range n {
		begin := day.Add(time.Duration(i/rooms*minutes) * time.Minute)
		e := &entry{id: fmt.Sprintf("00000000-2026-4000-8000-%012x", i)}
		e.Kind = KindTalk
		e.Title = Text{
			Ko: fmt.Sprintf("발표 %d: 파이썬으로 하는 일 이야기", i+1),
			En: fmt.Sprintf("Talk %d: a story of working with Python", i+1),
		}
		e.Speakers = []string{"발표자 " + strconv.Itoa(i+1)}
		e.Category = p.Categories[i%len(p.Categories)].ID
		e.Rooms = []int{i % rooms}
		e.set(begin, time.Duration(minutes)*time.Minute)
		p.Sessions = append(p.Sessions, e)
	}
	last := &entry{id: "00000000-2026-4000-9000-000000000000"}
	last.Kind, last.Title = KindEvent, Text{"클로징", "Closing"}
	for r := range rooms {
		last.Rooms = append(last.Rooms, r)
	}
	last.set(day.AddDate(0, 0, 1), smallMinutes*time.Minute)
	p.Sessions = append(p.Sessions, last)
	return p
}

// set gives the entry one slot.
func (e *entry) set(begin time.Time, length time.Duration) {
	e.start, e.end = begin.In(kst), begin.Add(length).In(kst)
	e.slots = []slot{{e.start, e.end}}
}

// session gives the truth about an entry.
func (p *programme) session(e *entry) Session {
	s := Session{
		ID: e.id, Edition: p.Edition, Kind: e.Kind,
		Title:    Text{shown(e.Title.Ko), shown(e.Title.En)},
		Speakers: slices.Clone(e.Speakers),
		AllRooms: p.everywhere(e),
		Starred:  e.Kind != KindBreak,
	}
	if e.cancelled {
		s.Cancelled, s.Title = true, Text{shown(e.on.Ko), shown(e.on.En)}
	}
	for _, r := range e.Rooms {
		s.Rooms = append(s.Rooms, Text{shown(p.Rooms[r].Ko), shown(p.Rooms[r].En)})
	}
	if e.scheduled() {
		s.Start, s.End = e.start.Format(time.RFC3339), e.end.Format(time.RFC3339)
	}
	if i := slices.IndexFunc(p.Categories, func(c category) bool { return c.ID == e.Category }); i >= 0 {
		s.Category = p.Categories[i].Text
	}
	s.URL, s.Linked = p.address(e)
	return s
}

// everywhere reports whether the session uses all rooms that its day's grid
// has. Some years' days have rooms of their own.
func (p *programme) everywhere(e *entry) bool {
	switch p.Edition {
	case Edition2020, Edition2021, Edition2022:
		return len(e.Rooms) > 1
	}
	if p.Grid > 0 {
		return len(e.Rooms) == p.Grid
	}
	return len(e.Rooms) == len(p.Rooms)
}

// address returns the address of the session's page, if it has one, and
// whether the timetable links to it.
func (p *programme) address(e *entry) (url string, linked bool) {
	sequence, number, _ := strings.Cut(e.id, "/")
	switch p.Edition {
	case Edition2014, Edition2015, Edition2016, Edition2017, Edition2018:
		return "https://www.pycon.kr" + djangos[p.Edition].Prefix + "/program/" + strings.TrimPrefix(e.id, "program/"), true
	case Edition2019:
		if sequence == "break" || e.Kind == KindKeynote {
			return "", false
		}
		return "https://2019.pycon.kr/program/" + sequence + "-detail?id=" + number, false
	case Edition2020:
		switch sequence {
		case "talk":
			return "https://2020.pycon.kr/2020/program/talk/" + number, true
		case "keynote":
			return "https://2020.pycon.kr/2020/program/keynote/#" + number, true
		}
	case Edition2021:
		if sequence == "session" {
			return "https://2021.pycon.kr/session/" + number, true
		}
	case Edition2022:
		return "https://2022.pycon.kr/program/talks/" + number, true
	case Edition2023:
		if sequence == "session" {
			return "https://2023.pycon.kr/session/" + number, true
		}
	case Edition2024:
		if sequence != "tutorial" {
			return "https://2024.pycon.kr/session/" + e.id, false
		}
	case Edition2025, Edition2026:
		return "https://" + p.Edition + ".pycon.kr/presentations/" + e.id, len(e.Speakers) > 0
	case EditionUnseen:
		return "https://" + UnseenHost + "/talks/" + e.id, e.Kind != KindBreak
	case EditionForeign:
		return "https://conf.example/sessions/" + e.id, true
	}
	return "", false
}

// shown replaces a literal backslash-n by a newline, once, as the 2026 site
// does with titles and rooms.
func shown(s string) string { return strings.Replace(s, `\n`, "\n", 1) }
