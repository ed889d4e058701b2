package share

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/programmes"
	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

func states(edition string, n int) map[session.Key]picks.State {
	all := map[session.Key]picks.State{}
	for i := range n {
		all[session.NewKey(edition, "s", fmt.Sprint(i))] = picks.Star + picks.State(i%3/2)
	}
	return all
}

func TestCode(t *testing.T) {
	for _, edition := range []string{"2026", "2016", "label-2027", "2000", "conf"} {
		for _, n := range []int{0, 1, 7, 8, 9, 40, 255} {
			c := NewCode(edition, states(edition, n))
			text, err := c.Encode()
			if err != nil {
				t.Fatal(err)
			}
			got, err := DecodeCode(text)
			if err != nil || !reflect.DeepEqual(got, c) || len(got.Picks) != n {
				t.Errorf("%s, %d: %v", edition, n, err)
			}
		}
	}
	if _, err := NewCode("2026", states("2026", 256)).Encode(); err == nil {
		t.Error("256 picks are taken")
	}
	link, err := NewCode("2026", states("2026", 40)).Link()
	if err != nil || len(link) > 321 || !strings.HasPrefix(link, "https://2026.pycon.kr/timetable#byeolpyo=1.") {
		t.Errorf("%d characters: %s, %v", len(link), link, err)
	}
}

// What is off, of another edition or a person's own entry is not in a code.
func TestCodeLeavesOut(t *testing.T) {
	all := states("2026", 3)
	all[session.NewKey("2026", session.OwnSequence, "x")] = picks.Must
	all[session.NewKey("2025", "s", "x")] = picks.Must
	all[session.NewKey("2026", "s", "off")] = picks.Off
	if c := NewCode("2026", all); len(c.Picks) != 3 {
		t.Errorf("%d picks", len(c.Picks))
	}
}

// A vector: the code is a format that pictures of years ago have.
func TestCodeVector(t *testing.T) {
	c := NewCode("2026", map[session.Key]picks.State{"2026/s/a": picks.Star, "2026/s/b": picks.Must})
	const want = "1.GgJhm0KlZricHggiQA"
	if got, err := c.Encode(); got != want || err != nil {
		t.Errorf("%s, %v", got, err)
	}
}

func TestCodeRefuses(t *testing.T) {
	good, err := NewCode("2026", states("2026", 3)).Encode()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]error{
		"": ErrBad, "1.": ErrBad, "x.AAAA": ErrBad, "0.AAAA": ErrBad, "01.AAAA": ErrBad, "-1.AA": ErrBad,
		"2." + good[2:]: ErrNewer, good + "A": ErrBad, good + "=": ErrBad, good[:len(good)-1]: ErrBad, good + "\n": ErrBad,
		"1." + strings.Repeat("A", 5000): ErrBad, "1.!!!!": ErrBad, "1.Gv8": ErrBad,
	} {
		if c, err := DecodeCode(text); !errors.Is(err, want) || !reflect.DeepEqual(c, Code{}) {
			t.Errorf("%q: %+v, %v, want %v", text, c, err, want)
		}
	}
}

func TestParseLink(t *testing.T) {
	code, _ := NewCode("2026", states("2026", 3)).Encode()
	for text, want := range map[string]error{
		"https://2026.pycon.kr/timetable#byeolpyo=" + code: nil, "#byeolpyo=" + code: nil, " https://pycon.kr/#byeolpyo=" + code + "\n": nil,
		"HTTPS://2026.PYCON.KR/#byeolpyo=" + code: nil,
		"https://evil.example/#byeolpyo=" + code:  ErrNone, "https://pycon.kr.evil.example/#byeolpyo=" + code: ErrNone,
		"https://x@evil.example?.pycon.kr/#byeolpyo=" + code: ErrNone, "http://2026.pycon.kr/#byeolpyo=" + code: ErrNone,
		"javascript:alert(1)#byeolpyo=" + code: ErrNone, code: ErrNone, "": ErrNone, "https://2026.pycon.kr/timetable": ErrNone,
		"https://2026.pycon.kr/#byeolpyo=9.AAAA": ErrNewer, "https://2026.pycon.kr/#byeolpyo=1.AAA": ErrBad,
	} {
		if _, err := ParseLink(text); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
	for _, e := range editions.Table {
		if !ours(e.Timetable) {
			t.Errorf("%s is on %s", e.Name, e.Timetable)
		}
	}
}

// Every real session is found by its hash, and no two have the same.
func TestResolve(t *testing.T) {
	all, err := programmes.All()
	if err != nil || len(all) < 11 {
		t.Fatalf("%d programmes, %v", len(all), err)
	}
	seen := map[Hash]session.Key{}
	for _, p := range all {
		mine := map[session.Key]picks.State{}
		var keys []session.Key
		for _, s := range p.Sessions {
			mine[s.Key] = picks.Star
			keys = append(keys, s.Key, session.NewKey("1999", "s", string(s.Key)))
			if other, twice := seen[HashOf(s.Key)]; twice && other != s.Key {
				t.Errorf("%s and %s have one hash", other, s.Key)
			}
			seen[HashOf(s.Key)] = s.Key
		}
		c := NewCode(p.Edition, mine)
		found := c.Resolve(keys)
		for _, pick := range c.Picks {
			if _, ok := mine[found[pick.Hash]]; !ok {
				t.Errorf("%s: %v is not found", p.Edition, pick.Hash)
			}
			if h, ok := ParseHash(pick.Hash.String()); !ok || h != pick.Hash {
				t.Errorf("%v is read as %v", pick.Hash, h)
			}
		}
	}
	for _, s := range []string{"", "00", "000000000g", "00000000000", "AAAAAAAAAA", "+123456789"} {
		if h, ok := ParseHash(s); ok {
			t.Errorf("%q is read as %v", s, h)
		}
	}
}

func list(edition string, n int, title string) (out []Pick) {
	for i := range n {
		out = append(out, Pick{picks.Star + picks.State(i%2), session.Session{
			Key: session.NewKey(edition, "s", fmt.Sprintf("%03d", i)), Titles: map[string]string{"ko": title, "en": "An " + title},
			Rooms: []string{"Track 1 (4층 4142호, 4147호)"}, Start: session.KST(session.Date{Year: 2026, Month: 8, Day: 15}, 9, i), End: session.KST(session.Date{Year: 2026, Month: 8, Day: 15}, 10, i),
		}})
	}
	return out
}

func TestText(t *testing.T) {
	want := list("2026", 12, "파이썬으로 만드는 실시간 데이터 파이프라인")
	edition, got, err := DecodeText(EncodeText("2026", want, false))
	if err != nil || edition != "2026" || !reflect.DeepEqual(got, want) {
		t.Errorf("%q, %v: %+v", edition, err, got)
	}
	// Rooms are told by their Korean names, and those of what is in all rooms by one.
	spoken := list("2026", 2, "키노트")
	spoken[0].Session.PageLang, spoken[0].Session.Rooms, spoken[0].Session.Other.Rooms = session.English, []string{"Room 1"}, []string{"1호"}
	spoken[1].Session.Rooms, spoken[1].Session.Everywhere = nil, 4
	_, got, err = DecodeText(EncodeText("2026", spoken, false))
	if err != nil || !reflect.DeepEqual(got[0].Session.Rooms, []string{"1호"}) || got[1].Session.Rooms != nil || got[1].Session.PlacesIn(session.English)[0] != "All rooms" {
		t.Errorf("%v: %+v", err, got)
	}
	// Own entries ride only when they are let.
	own := append(want, Pick{picks.Star, session.Session{Key: session.NewKey("2026", session.OwnSequence, "x"), Titles: map[string]string{"ko": "점심 with 지훈"}}})
	if text := EncodeText("2026", own, false); strings.Contains(text, "지훈") || strings.Contains(text, "/own/") {
		t.Error("an own entry is in the picture, unasked")
	}
	if text := EncodeText("2026", own, true); !strings.Contains(text, "지훈") {
		t.Error("an own entry is missing")
	}
	// What any page may have called a session comes back in one line.
	odd := []Pick{{picks.Star, session.Session{Key: "2026/s/a", Titles: map[string]string{"ko": "한\t줄\n제목\x00 \u202egnirts\xff"}, Rooms: []string{"A|B", " ", "\t", strings.Repeat("방", 999)}}}}
	_, got, err = DecodeText(EncodeText("2026", odd, false))
	if err != nil || len(got) != 1 || got[0].Session.Titles["ko"] != "한 줄 제목 gnirts" || got[0].Session.Rooms[0] != "A/B" {
		t.Errorf("%v: %+v", err, got)
	}
	// The keys are worth more than the titles.
	long := list("2026", 100, strings.Repeat("긴 제목 ", 20))
	text := EncodeText("2026", long, false)
	if _, got, err = DecodeText(text); err != nil || len(got) != 100 || len(text) > MaxText || got[0].Session.Titles != nil {
		t.Errorf("%v: %d picks in %d bytes", err, len(got), len(text))
	}
	if text = EncodeText("2026", list("2026", 900, "x"), false); len(text) > MaxText {
		t.Errorf("%d bytes", len(text))
	}
	real := list("2026", 40, "파이썬으로 만드는 실시간 데이터 파이프라인")
	if text = EncodeText("2026", real, false); !strings.Contains(text, "파이프라인") {
		t.Errorf("40 picks have no titles: %d bytes", len(text))
	}
}

func TestTextRefuses(t *testing.T) {
	good := EncodeText("2026", list("2026", 2, "가"), false)
	row := strings.Split(good, "\n")[2]
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"nothing": {"", ErrBad}, "another": {"hello", ErrBad}, "newer": {"byeolpyo 2\nwhatever", ErrNewer},
		"no end": {strings.TrimSuffix(good, "\n"), ErrBad}, "too long": {good + strings.Repeat("x", MaxText), ErrBad},
		"twice":            {good + row + "\n", ErrBad},
		"no edition":       {"byeolpyo 1\nedition \n", ErrBad},
		"another edition":  {strings.Replace(good, "edition 2026", "edition 2025", 1), ErrBad},
		"a state":          {strings.Replace(good, "star\t", "love\t", 1), ErrBad},
		"off":              {strings.Replace(good, "star\t", "off\t", 1), ErrBad},
		"a time":           {strings.Replace(good, "T09:00", "T25:00", 1), ErrBad},
		"seconds":          {strings.Replace(good, "T09:00", "T09:00:00+09:00", 1), ErrBad},
		"minutes":          {strings.Replace(good, "\t60\t", "\t060\t", 1), ErrBad},
		"a key":            {strings.Replace(good, "2026/s/000", "2026/s", 1), ErrBad},
		"white space":      {strings.Replace(good, "가", "가 ", 1), ErrBad},
		"an order of text": {strings.Replace(good, "가", "\u202e가", 1), ErrBad},
		"a carriage":       {strings.ReplaceAll(good, "\n", "\r\n"), ErrBad},
	} {
		if edition, list, err := DecodeText(c.text); !errors.Is(err, c.want) || edition != "" || list != nil {
			t.Errorf("%s: %q, %d, %v, want %v", name, edition, len(list), err, c.want)
		}
	}
}

func FuzzDecodeCode(f *testing.F) {
	for _, edition := range []string{"2026", "label-2027"} {
		text, _ := NewCode(edition, states(edition, 11)).Encode()
		f.Add(text)
	}
	f.Add("2.AAAA")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := DecodeCode(text)
		if err != nil {
			if !reflect.DeepEqual(c, Code{}) {
				t.Fatal("an error and a code")
			}
			return
		}
		if again, err := c.Encode(); err != nil || again != text {
			t.Fatalf("%q is written %q, %v", text, again, err)
		}
	})
}

func FuzzDecodeText(f *testing.F) {
	f.Add(EncodeText("2026", list("2026", 3, "제목"), false))
	f.Add("byeolpyo 1\nedition label-2026\nmust\tlabel-2026/own/x\t\t\t점심\t\tA|B\n")
	f.Fuzz(func(t *testing.T, text string) {
		edition, list, err := DecodeText(text)
		if err != nil {
			if edition != "" || list != nil {
				t.Fatal("an error and a timetable")
			}
			return
		}
		if again := EncodeText(edition, list, true); again != text {
			t.Fatalf("%q is written %q", text, again)
		}
	})
}

// A code of an earlier version names a session by the key of its percent-encoded address.
// It is found, and has today's key; so does a session of which the old record is all that
// is known.
func TestResolveOldSpelling(t *testing.T) {
	today := session.NewKey("2027", "s", "파이썬-별자리")
	old := today.Encoded()
	if old == today {
		t.Fatal("there is no other spelling")
	}
	c := NewCode("2027", map[session.Key]picks.State{old: picks.Must})
	for _, keys := range [][]session.Key{{today}, {old}, {old, today}} {
		if found := c.Resolve(keys); len(c.Picks) != 1 || found[c.Picks[0].Hash] != today {
			t.Errorf("%v: %v", keys, found)
		}
	}
}

// Whoever only hands a code on takes every one that there can be.
func TestPattern(t *testing.T) {
	form, most, _ := strings.Cut(Pattern, "{1,") // no regexp of Go's counts so far
	n, err := strconv.Atoi(strings.TrimSuffix(most, "}"))
	if err != nil {
		t.Fatal(err)
	}
	letters := regexp.MustCompile("^" + form + "+$")
	matches := func(code string) bool { return letters.MatchString(code) && len(code) <= len("1.")+n }
	states := map[session.Key]picks.State{}
	for n := range MaxPicks {
		states[session.NewKey("2026", "s", strconv.Itoa(n))] = picks.Must
	}
	largest, err := NewCode("2026", states).Encode()
	if err != nil || !matches(largest) || len(largest) < 1000 {
		t.Errorf("%d characters, %v", len(largest), err)
	}
	least, err := Code{Edition: "2026"}.Encode()
	if err != nil || !matches(least) {
		t.Errorf("%q, %v", least, err)
	}
	for _, other := range []string{"", "1.", "2.abc", largest + "&", "1." + strings.Repeat("a", 9000), "javascript:1.abc"} {
		if matches(other) {
			t.Errorf("%.20q is one", other)
		}
	}
}
