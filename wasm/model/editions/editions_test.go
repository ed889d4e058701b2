package editions

import (
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	if len(Table) < 13 || !slices.IsSortedFunc(Table, func(a, b Edition) int { return strings.Compare(a.Name, b.Name) }) {
		t.Errorf("%d editions, or not the oldest first", len(Table))
	}
	known := map[string]bool{}
	for i, e := range Table {
		if year, err := strconv.Atoi(e.Name); err != nil || i > 0 && e.Name == Table[i-1].Name || year < 2014 {
			t.Errorf("%q is no year, or there twice", e.Name)
		}
		for _, address := range []string{e.Timetable, e.Bookmarks} {
			if u, err := url.Parse(address); address != "" && (err != nil || u.Scheme != "https" || !strings.HasSuffix(u.Host, ".pycon.kr")) {
				t.Errorf("%s: %q", e.Name, address)
			}
		}
		if e.Timetable == "" || !reflect.DeepEqual(Find(e.Name), e) || (e.Korean == "") != (e.English == "") || e.Rooms < 1 || strings.Contains(e.Notes, "|") {
			t.Errorf("%+v", e)
		}
		for _, host := range e.Hosts {
			if known[host] || !strings.Contains(host, "pycon.kr") || strings.Contains(host, "//") || strings.HasSuffix(host, "/") {
				t.Errorf("%s: %q is no host, or another edition's", e.Name, host)
			}
			known[host] = true
		}
		if len(e.Hosts) == 0 {
			t.Errorf("%s is nowhere", e.Name)
		}
	}
	if Newest().Name != Table[len(Table)-1].Name || WithBookmarks().Bookmarks == "" {
		t.Error("the newest, or one with bookmarks, is missing")
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ name, lang, title, timetable string }{
		{"2023", "ko", "파이콘 한국 2023", "https://2023.pycon.kr/session/schedule"},
		{"2016", "ko", "파이콘 APAC 2016", "https://archive.pycon.kr/2016apac/program/schedule/"},
		{"2016", "en", "PyCon APAC 2016", "https://archive.pycon.kr/2016apac/program/schedule/"},
		{"2031", "en", "PyCon Korea 2031", "https://pycon.kr/"},
	} {
		if e := Find(c.name); e.Title(c.lang) != c.title || e.Timetable != c.timetable {
			t.Errorf("%s: %q, %s", c.name, e.Title(c.lang), e.Timetable)
		}
	}
}
