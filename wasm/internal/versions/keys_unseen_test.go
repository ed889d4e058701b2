package versions_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"byeolpyo/wasm/internal/families"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/htmldom"
)

var corpus = flag.String("shared", "", "the folder that holds corpus/, real pages with their truths: make workshop SHARED=DIR")

// unseen reads what 0.1.0 stored of pages that no profile describes.
func unseen(t *testing.T, file string) (pages []keysPage) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata/0.1.0/unseen", file))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &pages); err != nil || len(pages) == 0 {
		t.Fatalf("%s: %d pages, %v", file, len(pages), err)
	}
	return pages
}

func opened(t *testing.T, k keysPage, html string) *oldPage {
	t.Helper()
	p := &oldPage{keysPage: k}
	loc, err := time.LoadLocation(k.Zone)
	if err != nil {
		t.Fatal(err)
	}
	p.zone = func(d session.Date, hour, minute int) int {
		_, offset := time.Date(d.Year, time.Month(d.Month), d.Day, hour, minute, 0, 0, loc).Zone()
		return offset / 60
	}
	if p.root, err = htmldom.Parse(strings.NewReader(html)); err != nil {
		t.Fatal(err)
	}
	return p
}

// tally counts the picks of 0.1.0 on unseen pages.
type tally struct {
	followed int // of a session that is read today: on its star
	unread   int // of a session that is not read today, or at another time
	none     int // of what is no session
}

// unseenPicks holds a page's picks of 0.1.0 to what they are: one of a session that is read
// today is on its star, and one of anything else stays a pick of the person, untouched, and
// is shown. titles are those of the sessions that the page has in truth.
func unseenPicks(t *testing.T, p *oldPage, titles []string, n *tally) {
	t.Helper()
	spots, texts := p.spots(), words(t)
	for i := range titles {
		titles[i] = session.Fold(titles[i])
	}
	for _, tree := range p.Picks {
		old := snapshot(t, tree)
		var of []int
		for i := range spots {
			if shows(spots[i], old) {
				of = append(of, i)
			}
		}
		// 0.1.0 took the name of who speaks for the title of some, and the title for the name.
		real := slices.Contains(titles, session.Fold(old.Title(old.PageLang))) ||
			slices.ContainsFunc(old.Speakers, func(s string) bool { return slices.Contains(titles, session.Fold(s)) })
		if len(of) == 0 {
			for i := range spots {
				if meant(&spots[i], &old) {
					of, real = append(of, i), true
				}
			}
		}
		switch {
		case real && len(of) > 0:
			follows(t, p, spots, old, of)
			n.followed++
			continue
		case real:
			n.unread++
		default:
			n.none++
		}
		stays(t, p, old, texts, len(of) == 0)
	}
}

// meant reports whether a pick of 0.1.0 was made at what is this session today. It took a
// badge, a length or the room for a part of some titles, and who speaks for others.
func meant(s, old *session.Session) bool {
	title := session.Fold(old.Title(old.PageLang))
	return s.Start == old.Start && s.Start.Known() && len(s.Speakers) > 0 && slices.Equal(s.Speakers, old.Speakers) ||
		slices.ContainsFunc(s.Speakers, func(who string) bool { return session.Fold(who) == title })
}

// TestKeysOfUnseenPages: picks that 0.1.0 made on the project's own pages of unseen sites.
func TestKeysOfUnseenPages(t *testing.T) {
	var n tally
	for _, k := range unseen(t, "families.json") {
		family, name, _ := strings.Cut(strings.TrimPrefix(k.Page, "families/"), "/")
		pages, err := families.Pages(family)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(pages, func(p families.Page) bool { return p.Name == name })
		if at < 0 || pages[at].URL != k.URL {
			t.Fatalf("%s has gone: keep a copy of it beside the keys", k.Page)
		}
		var titles []string
		for _, s := range pages[at].Sessions {
			titles = append(titles, s.Title)
		}
		unseenPicks(t, opened(t, k, pages[at].HTML), titles, &n)
	}
	t.Logf("%d on the stars of their sessions, %d of sessions that are not read so today, %d of none", n.followed, n.unread, n.none)
	if n.followed < 60 || n.none < 20 {
		t.Errorf("%d on the stars of their sessions, %d of none", n.followed, n.none)
	}
}

// digest names a text of a page that is no part of the project.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// texts are those of a page by their digests: of elements, of texts between them, and of
// parts of both, as readers take names and rooms.
func texts(root *dom.Node) map[string]string {
	all := map[string]string{}
	add := func(text string) {
		text = strings.Join(strings.Fields(text), " ")
		for _, part := range append([]string{text}, strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",·|/()&:;[]~-–", r) })...) {
			part = strings.TrimSpace(part)
			all[digest(part)] = part
		}
	}
	for n := root; n != nil; n = n.After(root) {
		if text := n.Text(); len(text) < 1000 {
			add(text)
		}
	}
	return all
}

// TestKeysOfTheCorpus does the same for real pages of other conferences, of which the
// project has keys and digests alone. The corpus has addresses of years that have profiles
// by now; here its pages stand at hosts that nobody described.
func TestKeysOfTheCorpus(t *testing.T) {
	if *corpus == "" {
		t.Skip("-shared says where the corpus is: make workshop does")
	}
	var n tally
	lost := 0
	for _, k := range unseen(t, "corpus.json") {
		dir := filepath.Join(*corpus, "corpus", k.Page)
		html, err := os.ReadFile(filepath.Join(dir, "page.html"))
		if err != nil {
			t.Fatal(err)
		}
		var truth struct{ Sessions, Optional []struct{ Title string } }
		if text, err := os.ReadFile(filepath.Join(dir, "expected.json")); err == nil {
			if err := json.Unmarshal(text, &truth); err != nil {
				t.Fatal(err)
			}
		}
		var titles []string
		for _, s := range append(truth.Sessions, truth.Optional...) {
			titles = append(titles, s.Title)
		}
		p := opened(t, k, string(html))
		known := texts(p.root)
		for _, title := range titles {
			known[digest(title)] = title
		}
		for _, s := range p.spots() {
			for _, text := range append(append([]string{s.Title(s.PageLang)}, s.Speakers...), s.Rooms...) {
				known[digest(text)] = text
			}
		}
		p.Picks = slices.DeleteFunc(p.Picks, func(tree any) bool {
			ok := restored(tree.(map[string]any), known)
			if !ok {
				lost++
			}
			return !ok
		})
		unseenPicks(t, p, titles, &n)
	}
	t.Logf("%d on the stars of their sessions, %d of sessions that are not read so today, %d of none; %d whose title the page does not have", n.followed, n.unread, n.none, lost)
	if n.followed < 100 || n.none < 50 || lost > (n.followed+n.unread+n.none)/20 {
		t.Errorf("%d on the stars of their sessions, %d of none, %d are lost", n.followed, n.none, lost)
	}
}

// restored puts the texts of a page into a snapshot that has their digests: the title, and
// of rooms and people those that are found. It reports whether the title was.
func restored(tree map[string]any, known map[string]string) bool {
	titles, _ := tree["titles"].(map[string]any)
	for lang, d := range titles {
		text, ok := known[d.(string)]
		if !ok {
			return false
		}
		titles[lang] = text
	}
	for _, name := range []string{"rooms", "speakers"} {
		var found []any
		list, _ := tree[name].([]any)
		for _, d := range list {
			if text, ok := known[d.(string)]; ok {
				found = append(found, text)
			}
		}
		if delete(tree, name); len(found) > 0 {
			tree[name] = found
		}
	}
	return len(titles) > 0
}
