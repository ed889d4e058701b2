package page

import (
	"encoding/json"
	"strings"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
)

// forget is what happens when the cache has no room for these sessions: it says so, and
// storage tells of those that it removed.
func (b *tab) forget(keys ...string) {
	b.page.Unstored(keys)
	for _, key := range keys {
		if _, there := b.storage.entries[key]; there {
			delete(b.storage.entries, key)
			b.page.Put(key, nil)
		}
	}
}

func sessionName(n int) string { return records.SessionPrefix + string(key(n)) }

// What the cache has no room for is known while the page shows it, so that it is not
// written at every reading, and forgotten with the page.
func TestUnstoredSessions(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	b.show(gridURL, grid("ko", "15", 1, 2, 3))
	b.settle(now)
	b.forget(sessionName(1), sessionName(2))
	writes := s.writes
	b.show(gridURL, grid("ko", "15", 1, 2, 3))
	b.settle(now + 1)
	if s.writes != writes {
		t.Errorf("%d records are written again", s.writes-writes)
	}
	// A page of a site that makes up others all the time does not fill this tab.
	for n := range 50 {
		first := 10 * (n + 1)
		b.show(gridURL, grid("ko", "15", first, first+1, first+2))
		b.forget(sessionName(first), sessionName(first+1), sessionName(first+2))
	}
	b.show(gridURL, grid("ko", "15", 3, 4))
	if n := len(b.page.book.Sessions); n > 4 {
		t.Errorf("%d sessions are kept in the tab", n)
	}
	if len(b.page.unstored) != 0 {
		t.Errorf("%d of them are not stored", len(b.page.unstored))
	}
	// Seen again, what was forgotten is news.
	b.show(gridURL, grid("ko", "15", 1, 2, 3))
	for n := 1; n <= 3; n++ {
		if s.entries[sessionName(n)] == nil {
			t.Errorf("session %d is not stored again", n)
		}
	}
}

// A star on a session that is not stored stores it; one on a session that is does not,
// and a star that goes does not either.
func TestStarStoresTheSession(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	b.show(gridURL, grid("ko", "15", 1, 2, 3))
	b.settle(now)
	b.forget(sessionName(1))
	b.forget(sessionName(3))
	delete(b.page.unstored, key(3)) // somebody else removed that one
	b.page.Put(sessionName(3), nil)
	for n, want := range map[int]bool{1: true, 2: false, 3: true} {
		c := b.click(key(n), now+int64(n))
		entries := b.page.Starred(c)
		if (len(entries) == 1) != want {
			t.Errorf("session %d: %d entries", n, len(entries))
			continue
		}
		for name, tree := range entries {
			k, fault := picks.DecodeSessionRecord(key(n), tree)
			if name != sessionName(n) || fault != picks.None || !k.Session.Start.Known() || len(k.Session.Titles) == 0 {
				t.Errorf("session %d: %s is %v", n, name, tree)
			}
			s.set(t, name, tree)
		}
		if again := b.page.Starred(c); len(again) != 0 {
			t.Errorf("session %d is stored again", n)
		}
	}
	b.forget(sessionName(1))
	b.click(key(1), now+10) // must
	if c := b.click(key(1), now+11); c.Record["state"] != "off" || len(b.page.Starred(c)) != 0 {
		t.Error("a star that goes stores the session")
	}
}

// A tab follows the sessions of the editions that it has shown and of no others.
func TestFollows(t *testing.T) {
	b := newStorage().open(t)
	b.show(gridURL, grid("ko", "15", 1))
	for name, want := range map[string]bool{
		"session/2026/s/x": true, "session/2026/program/1~2": true, "session/flood-2026/s/x": false, "session/2018/program/1": false,
		"session/": false, "session//x": false, "grid/2026/x": false, "pick/2026/s/x": false,
	} {
		if got := b.page.Follows(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// A click on a page that tells more of one session than any has stores no more than a
// record may have: picks are no cache, and have room in any case.
func TestPickOfAnEndlessSession(t *testing.T) {
	b := newStorage().open(t)
	title := strings.Repeat("끝없는 제목 ", 1000)
	html := grid("ko", "15", 1, 2)
	if !strings.Contains(html, "발표 1") {
		t.Fatal("no title to replace: no test")
	}
	b.show(gridURL, strings.Replace(html, "발표 1", title, 1))
	c := b.click(b.page.Marks()[0].Key, now)
	size := 0
	for name, tree := range c.Entries() {
		data, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		size += len(name) + len(data)
	}
	if got := len(c.after.Session.Title("ko")); got < records.MaxTitle/2 || got > records.MaxTitle || size > 16<<10 {
		t.Errorf("a title of %d bytes, records of %d", got, size)
	}
}
