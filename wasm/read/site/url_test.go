package site

import (
	"strings"
	"testing"

	"byeolpyo/wasm/read/snapshot"
)

func TestEdition(t *testing.T) {
	for _, c := range []struct {
		url     string
		edition string
		year    int
	}{
		{"https://www.pycon.kr/2014/programs/schedule/", "2014", 2014},
		{"https://pycon.kr/2015/programs/list/", "2015", 2015},
		{"https://archive.pycon.kr/2015/program/3", "2015", 2015},
		{"https://www.pycon.kr/2016apac/program/schedule/", "2016", 2016},
		{"https://archive.pycon.kr/2016apac/program/tutorial/3", "2016", 2016},
		{"https://archive.pycon.kr/2016/program/list/", "2016", 2016},
		{"https://www.pycon.kr/2017/en/program/schedule/", "2017", 2017},
		{"https://www.pycon.kr/2018/program/schedule/", "2018", 2018},
		{"https://www.pycon.kr/2018", "2018", 2018},
		{"https://archive.pycon.kr/2018/en/program/37", "2018", 2018},
		{"http://pycon.kr/2018/", "2018", 2018},
		{"https://2018.pycon.kr/program/37", "2018", 2018},
		{"https://www.pycon.kr/2019/timetable/talks", "2019", 2019},
		{"https://2019.pycon.kr/program/talk-detail?id=5", "2019", 2019},
		{"https://2020.pycon.kr/2020/program/talk-schedule/", "2020", 2020},
		{"https://www.pycon.kr/en/2020/program/talks/", "2020", 2020},
		{"https://pycon.kr/2020/program/talk/3", "2020", 2020},
		{"https://2021.pycon.kr/session/list/", "2021", 2021},
		{"https://2022.pycon.kr/en/program/talk-schedule", "2022", 2022},
		{"https://2023.pycon.kr/session/timetable", "2023", 2023},
		{"https://2024.pycon.kr/session/ABC123#title", "2024", 2024},
		{"https://2025.pycon.kr/presentations/x", "2025", 2025},
		{"https://2026.pycon.kr/timetable?day=2026-08-15#top", "2026", 2026},
		{"https://2026.PyCon.kr:443/timetable", "2026", 2026},
		{"https://2026.pycon.kr./", "2026", 2026},
		{"https://user@2026.pycon.kr/", "2026", 2026},
		{"https://label.pycon.kr/2026/timetable", "label-2026", 2026},
		{"https://label.pycon.kr/en/2026/timetable", "label-2026", 2026},
		// The host's year comes before the path's.
		{"https://2026.pycon.kr/2018/program/", "2026", 2026},

		{"https://www.pycon.kr/", "", 0},
		{"https://pycon.kr", "", 0},
		{"https://openspace.pycon.kr/schedule", "", 0},
		{"https://www.pycon.kr/about/2018", "", 0},
		{"https://www.pycon.kr/program/schedule/2018", "", 0},
		{"https://www.pycon.kr/20180/program/", "", 0},
		{"https://www.pycon.kr/1999/", "", 0},
		{"", "", 0},
	} {
		if e, y := parseURL(c.url).edition(); e != c.edition || y != c.year {
			t.Errorf("%s: %q, %d; want %q, %d", c.url, e, y, c.edition, c.year)
		}
	}
}

func TestLinkForms(t *testing.T) {
	const uuid = "4406c268-1f99-49d5-a932-eeb2637342fb"
	for _, c := range []struct{ url, key, kind string }{
		{"https://www.pycon.kr/2018/program/37", "program/37", "talk"},
		{"https://www.pycon.kr/2018/program/37/", "program/37", "talk"},
		{"https://www.pycon.kr/2018/en/program/37?x=1#y", "program/37", "talk"},
		{"https://2018.pycon.kr/program/37", "program/37", "talk"},
		{"https://2018.pycon.kr/en/program/37", "program/37", "talk"},
		{"https://archive.pycon.kr/2018/program/tutorial/12", "tutorial/12", "tutorial"},
		{"https://www.pycon.kr/2018/program/sprint/12", "sprint/12", "sprint"},
		{"https://2026.pycon.kr/presentations/" + uuid + "#title", "s/" + uuid, "talk"},
		{"https://2026.pycon.kr/presentations/" + strings.ToUpper(uuid), "s/" + uuid, "talk"},

		{"https://www.pycon.kr/2018/program/schedule/", "", ""},
		{"https://www.pycon.kr/2018/program/speaker/37", "", ""},
		{"https://www.pycon.kr/2018/program/037", "", ""},
		{"https://www.pycon.kr/2018/program/37/edit", "", ""},
		{"https://www.pycon.kr/2018/program/99999999999999999999", "", ""},
		{"https://www.pycon.kr/2018/program/-1", "", ""},
		{"https://2026.pycon.kr/presentations/", "", ""},
		{"https://2026.pycon.kr/presentations/" + uuid[1:], "", ""},
		{"https://2026.pycon.kr/presentations/" + uuid + "/x", "", ""},
		{"https://2026.pycon.kr/presentations/4406c268x1f99-49d5-a932-eeb2637342fb", "", ""},
		{"https://2026.pycon.kr/sponsors/" + uuid, "", ""},
	} {
		a := parseURL(c.url)
		for _, p := range Profiles {
			if _, fits := p.fits(a); !fits {
				continue
			}
			id, l := p.link(a)
			key, kind := "", ""
			if l != nil {
				key, kind = l.Sequence+"/"+id, string(l.Kind)
			}
			if key != c.key || kind != c.kind {
				t.Errorf("%s: %q %q, want %q %q", c.url, key, kind, c.key, c.kind)
			}
		}
	}
}

func TestResolve(t *testing.T) {
	for _, c := range []struct{ page, href, want string }{
		{"https://www.pycon.kr/2018/program/list/", "/2018/program/37", "https://www.pycon.kr/2018/program/37"},
		{"https://www.pycon.kr/2018/program/list/", "../37", "https://www.pycon.kr/2018/program/37"},
		{"https://www.pycon.kr/2018/program/list/", "37", "https://www.pycon.kr/2018/program/list/37"},
		{"https://www.pycon.kr/2018/program/list", "37", "https://www.pycon.kr/2018/program/37"},
		{"https://www.pycon.kr/2018/program/list", "./37#x", "https://www.pycon.kr/2018/program/37"},
		{"https://www.pycon.kr/a", "../../../x", "https://www.pycon.kr/x"},
		{"https://www.pycon.kr/a/", "?id=3", "https://www.pycon.kr/a/?id=3"},
		{"https://www.pycon.kr/a", "?id=3", "https://www.pycon.kr/a?id=3"},
		{"https://www.pycon.kr/", "?id=3", "https://www.pycon.kr/?id=3"},
		{"https://www.pycon.kr/", "//2026.pycon.kr/x", "https://2026.pycon.kr/x"},
		{"https://www.pycon.kr/", " https://2026.pycon.kr/x#y ", "https://2026.pycon.kr/x"},
		{"https://www.pycon.kr/", "http://2026.pycon.kr/x", "http://2026.pycon.kr/x"},
		{"https://www.pycon.kr/", "#top", ""},
		{"https://www.pycon.kr/", "", ""},
		{"https://www.pycon.kr/", "mailto:a@b.c", ""},
		{"https://www.pycon.kr/", "javascript:alert(1)", ""},
		{"https://www.pycon.kr/", "JavaScript:alert('/')", ""},
		{"https://www.pycon.kr/", "tel:1", ""},
	} {
		if got := parseURL(c.page).resolve(c.href); got != c.want {
			t.Errorf("%s at %s: %q, want %q", c.href, c.page, got, c.want)
		}
	}
}

// TestOtherEditions holds that a link to another year's session, or to another
// site's, is none of this page's.
func TestOtherEditions(t *testing.T) {
	const uuid = "/presentations/4406c268-1f99-49d5-a932-eeb2637342fb"
	for href, want := range map[string]int{
		uuid:                               1,
		"https://2026.pycon.kr" + uuid:     1,
		"https://2025.pycon.kr" + uuid:     0,
		"https://example.com" + uuid:       0,
		"https://www.pycon.kr/2018" + uuid: 0,
	} {
		root := snapshot.Decode("\x01html\x01body\x01main\x01a\x02href=" + href + "\x01p\x02class=MuiTypography-root\x03A title")
		page, ok := Read(root, Options{URL: "https://2026.pycon.kr/session"})
		if !ok || len(page.Spots) != want {
			t.Errorf("%s: %d spots, want %d", href, len(page.Spots), want)
		}
	}
}

func FuzzURL(f *testing.F) {
	f.Add("https://www.pycon.kr/2018/en/program/37?x#y", "../37")
	f.Add("://", "?")
	f.Add("", "./")
	f.Add("a", "../..")
	f.Fuzz(func(t *testing.T, url, href string) {
		a := parseURL(url)
		a.edition()
		for _, p := range Profiles {
			p.fits(a)
			p.link(a)
			p.ignores(a)
		}
		if got := a.resolve(href); got != "" && !strings.Contains(got, ":") {
			t.Errorf("%q at %q: %q is not absolute", href, url, got)
		}
	})
}
