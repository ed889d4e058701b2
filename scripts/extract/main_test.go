package main

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/replica"
)

const host2018 = "https://www.pycon.kr"

// page saves a page of the replica's 2018 site and returns its file.
func page(t *testing.T, site *replica.Site, path string) string {
	t.Helper()
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest("GET", host2018+path, nil))
	if w.Code != 200 {
		t.Fatalf("%s: status %d", path, w.Code)
	}
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, w.Body.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func extract(t *testing.T, path, file string) map[string]entry {
	t.Helper()
	var out bytes.Buffer
	if err := run(&out, host2018+path, "Asia/Seoul", false, []string{file}); err != nil {
		t.Fatal(err)
	}
	var list []entry
	if err := json.Unmarshal(out.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	all := map[string]entry{}
	for _, e := range list {
		all[e.Key] = e
	}
	if len(all) != len(list) {
		t.Errorf("%s: a session stands twice", path)
	}
	return all
}

// TestWholeProgramme compares every session of the replica's 2018 programme, as
// timetable, list and details show it in both languages.
func TestWholeProgramme(t *testing.T) {
	site := replica.New(replica.Options{})
	programme := site.Programme(replica.Edition2018)
	if len(programme) < 60 {
		t.Fatalf("%d sessions in the programme", len(programme))
	}
	for _, lang := range []string{"ko", "en"} {
		base := "/2018"
		if lang == "en" {
			base += "/en"
		}
		grid := extract(t, base+"/program/schedule/", page(t, site, base+"/program/schedule/"))
		list := extract(t, base+"/program/list/", page(t, site, base+"/program/list/"))
		want := map[string]bool{}
		for _, s := range programme {
			key := "2018/" + s.ID
			program := strings.HasPrefix(s.ID, "program/")
			want[key] = s.Starred
			var rooms []string
			if !s.AllRooms {
				for _, r := range s.Rooms {
					rooms = append(rooms, r.In(lang))
				}
			}
			g, there := grid[key]
			if there != (s.Starred && s.Scheduled() && program) {
				t.Errorf("%s: on the %s timetable: %t", key, lang, there)
			}
			if there && (g.Title != s.Title.In(lang) || g.Start != s.Start || g.End != "" || !slices.Equal(g.Rooms, rooms) || !slices.Equal(g.Speakers, s.Speakers)) {
				t.Errorf("%s timetable: %+v\nwant %+v", lang, g, s)
			}
			l, there := list[key]
			if there != (s.Starred && program && s.Category.Ko != "") {
				t.Errorf("%s: on the %s list: %t", key, lang, there)
			}
			if there && (l.Title != s.Title.In(lang) || l.Start != "") {
				t.Errorf("%s list: %+v\nwant %+v", lang, l, s)
			}
			if !s.Starred {
				continue
			}
			path := base + "/program/" + strings.TrimPrefix(s.ID, "program/")
			details := extract(t, path, page(t, site, path))
			d, there := details[key]
			if !there || len(details) != 1 || d.Title != s.Title.In(lang) || d.Start != s.Start || d.End != s.End || !slices.Equal(d.Rooms, rooms) ||
				program && !slices.Equal(d.Speakers, s.Speakers) || d.URL != host2018+path {
				t.Errorf("%s: %+v\nwant %+v", path, details, s)
			}
		}
		for key := range grid {
			if !want[key] {
				t.Errorf("%s is no session of the programme", key)
			}
		}
	}
}

func TestRun(t *testing.T) {
	site := replica.New(replica.Options{})
	file := page(t, site, "/2018/program/1")
	var out bytes.Buffer
	if err := run(&out, host2018+"/2018/program/1", "UTC", false, []string{file}); err != nil {
		t.Fatal(err)
	}
	var raw []map[string]any
	if err := json.Unmarshal(out.Bytes(), &raw); err != nil || len(raw) != 1 {
		t.Fatalf("%v: %s", err, out.String())
	}
	want := map[string]any{
		"key": "2018/program/1", "id": "1", "kind": "talk", "title": "그리고 물고기는 고마웠어요", "speakers": []any{"김무성"},
		"start": "2018-08-18T09:40:00+09:00", "end": "2018-08-18T10:20:00+09:00", "url": host2018 + "/2018/program/1",
	}
	if !reflect.DeepEqual(raw[0], want) {
		t.Errorf("got  %v\nwant %v", raw[0], want)
	}

	empty := filepath.Join(t.TempDir(), "empty.html")
	if err := os.WriteFile(empty, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		url, zone string
		files     []string
		want      string
	}{
		{"", "UTC", []string{file}, "usage"},
		{host2018, "UTC", nil, "usage"},
		{host2018, "UTC", []string{file, file}, "usage"},
		{host2018 + "/2018/", "Mars/Base", []string{file}, "zone"},
		{host2018 + "/2018/", "UTC", []string{file + "x"}, "no such file"},
		{host2018 + "/2018/", "UTC", []string{empty}, "no sessions"},
	} {
		out.Reset()
		if err := run(&out, c.url, c.zone, false, c.files); err == nil || !strings.Contains(err.Error(), c.want) || out.Len() > 0 {
			t.Errorf("%+v: error %v, output %q", c, err, out.String())
		}
	}
}

// TestGeneric reads the same page with its profile and without, and a session
// that is given twice: an entry for each slot.
func TestGeneric(t *testing.T) {
	read := func(url, html string, generic bool) (list []entry) {
		t.Helper()
		file := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(file, []byte(html), 0o644); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := run(&out, url, "Asia/Seoul", generic, []string{file}); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(out.Bytes(), &list); err != nil {
			t.Fatal(err)
		}
		return list
	}
	const grid = `<main><h2>2018-08-18 (토)</h2><div class="timetable-wide"><table><tr><th><th>101호<th>102호
		<tr><th>09:00<td><div class=program><a class=title href="/2018/program/1">두 번 하는 발표</a></div><td>
		<tr><th>10:00<td><td><div class=program><a class=title href="/2018/program/1">두 번 하는 발표</a></div></table></div></main>`
	for _, generic := range []bool{false, true} {
		list := read(host2018+"/2018/program/schedule/", grid, generic)
		if len(list) != 2 || list[0].Key != "2018/program/1" || list[1].Key != "2018/program/1~2" || list[0].ID != "1" || list[1].ID != "1" ||
			list[1].Start != "2018-08-18T10:00:00+09:00" || !slices.Equal(list[1].Rooms, []string{"102호"}) {
			t.Errorf("generic %t: %+v", generic, list)
		}
	}
	// A year without a profile is read as by -generic.
	list := read("https://2094.pycon.kr/schedule", strings.ReplaceAll(strings.ReplaceAll(grid, "2018-08-18 (토)", "2094-08-14 (토)"), "/2018/program/", "/program/"), false)
	if len(list) != 2 || list[0].Key != "2094/program/1" || list[0].Start != "2094-08-14T09:00:00+09:00" {
		t.Errorf("2094: %+v", list)
	}
}
