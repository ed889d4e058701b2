//go:build !js

package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"byeolpyo/api/wire"
)

func open(t *testing.T, file string, max int64) *SQL {
	t.Helper()
	s, err := OpenSQLite(t.Context(), file, max)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func create(t *testing.T, s Store, n int, body string) wire.Tag {
	t.Helper()
	tag, outcome, err := s.Put(t.Context(), write(n, wire.Tag{}, body))
	if err != nil || outcome != Created {
		t.Fatalf("creating %d: %d, %v", n, outcome, err)
	}
	return tag
}

// stored is the row that the file has of a vault.
func stored(t *testing.T, s *SQL, n int) string {
	t.Helper()
	v := id(n)
	var out string
	err := s.db.QueryRow(`SELECT quote(id) || ' ' || version || ' ' || quote(hash) || ' ' || quote(body) || ' ' || quote(created) || ' ' || quote(seen) FROM vault WHERE id = ?`, v[:]).Scan(&out)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Of a deleted vault 16 bytes stay, and the file holds its body no more.
func TestTombstone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "vaults.db")
	s := open(t, file, 10)
	secret := strings.Repeat("this is what nobody shall find. ", 500)
	tag := create(t, s, 1, secret)
	if err := s.Delete(t.Context(), id(1), tag, today); err != nil {
		t.Fatal(err)
	}
	tombstone := id(1)
	if got, want := stored(t, s, 1), fmt.Sprintf("X'%X' 0 NULL NULL NULL NULL", tombstone[:]); got != want {
		t.Errorf("the row is %s, want %s", got, want)
	}
	if _, err := s.db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if encoded, _ := base64Text(secret).Value(); bytes.Contains(data, []byte(encoded.(string)[400:800])) {
		t.Error("the body is still in the file")
	}
}

// A read is noted once a day, not more, and a write of the note changes nothing else.
func TestTouchedOnceADay(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "vaults.db"), 10)
	tag := create(t, s, 1, "hello")
	changes := func() (n int64) {
		if err := s.db.QueryRow("SELECT total_changes()").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, c := range []struct {
		day  Day
		want int64
	}{{today, 0}, {today, 0}, {today + 1, 1}, {today + 1, 0}, {today, 0}, {today + 3, 1}} {
		before := changes()
		for _, known := range []wire.Tag{tag, {}, tag} {
			if _, err := s.Get(t.Context(), id(1), known, c.day); err != nil {
				t.Fatal(err)
			}
		}
		if n := changes() - before; n != c.want {
			t.Errorf("day %d: %d rows written, want %d", c.day, n, c.want)
		}
	}
	if got := stored(t, s, 1); !strings.HasSuffix(got, fmt.Sprintf(" %d %d", today, today+3)) {
		t.Errorf("the row is %s", got)
	}
}

// A sweep removes what has expired, in bounded steps, and nothing else.
func TestSweep(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "vaults.db"), 10_000)
	const old = sweepOnDisk + 10
	for n := range old {
		create(t, s, n, "hello")
	}
	fresh := write(old, wire.Tag{}, "hello")
	fresh.Today = today + 1
	if _, _, err := s.Put(t.Context(), fresh); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), id(0), wire.TagOf(1, wire.HashOf([]byte("hello"))), today); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day          Day
		swept, count int64
	}{
		{today + wire.RetentionDays, 0, old + 1},
		{today + wire.RetentionDays + 1, sweepOnDisk, 11},
		{today + wire.RetentionDays + 1, 9, 2}, // what was deleted and what is fresh
		{today + wire.RetentionDays + 1, 0, 2},
	} {
		swept, err := s.Sweep(t.Context(), c.day)
		if err != nil || swept != c.swept {
			t.Errorf("day %d: %d swept, want %d: %v", c.day, swept, c.swept, err)
		}
		if n, err := s.Count(t.Context()); err != nil || n != c.count {
			t.Errorf("day %d: %d rows, want %d: %v", c.day, n, c.count, err)
		}
	}
	if _, err := s.Get(t.Context(), id(0), wire.Tag{}, today+3000); err != ErrGone {
		t.Errorf("what was deleted: %v", err)
	}
}

// The record of the last sweep survives a restart. Before the first record, the last use of a
// vault tells the day.
func TestSweepsAreNoted(t *testing.T) {
	file := filepath.Join(t.TempDir(), "vaults.db")
	disk := open(t, file, 10)
	for name, s := range map[string]Store{"memory": NewMemory(10), "SQLite": disk} {
		expect := func(when string, want Sweeps) {
			t.Helper()
			if got, err := s.Sweeps(t.Context()); err != nil || got != want {
				t.Errorf("%s: %s: %+v, want %+v: %v", name, when, got, want, err)
			}
		}
		expect("empty", Sweeps{})
		tag := create(t, s, 1, "hello")
		expect("after a create", Sweeps{Last: today})
		if _, err := s.Get(t.Context(), id(1), tag, today+3); err != nil {
			t.Fatal(err)
		}
		expect("after a use", Sweeps{Last: today + 3})
		note := Sweeps{Last: today + 1, Doubted: 1 << 40, Checked: 1<<40 + 5}
		if err := s.NoteSweeps(t.Context(), note); err != nil {
			t.Fatal(err)
		}
		expect("noted", note)
	}
	disk.Close()
	if got, err := open(t, file, 10).Sweeps(t.Context()); err != nil || got.Last != today+1 {
		t.Errorf("after a restart: %+v %v", got, err)
	}
}

// A file of 0.1.0 is served as it is, and gets what it lacks.
func TestOpensOlderFile(t *testing.T) {
	dump, err := os.ReadFile("testdata/0.1.0.sql")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "vaults.db")
	older, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := older.Exec(string(dump)); err != nil {
		t.Fatal(err)
	}
	if err := older.Close(); err != nil {
		t.Fatal(err)
	}
	for _, when := range []string{"first", "again"} {
		s := open(t, file, 10)
		v, err := s.Get(t.Context(), id(1), wire.Tag{}, today)
		if err != nil || v.Tag.Version != 2 || string(v.Body) != "sealed again" {
			t.Errorf("%s: %+v %v", when, v, err)
		}
		if _, err := s.Get(t.Context(), id(2), wire.Tag{}, today); err != ErrNone {
			t.Errorf("%s: what has expired: %v", when, err)
		}
		if _, err := s.Get(t.Context(), id(3), wire.Tag{}, today); err != ErrGone {
			t.Errorf("%s: what was deleted: %v", when, err)
		}
		if n, err := s.Count(t.Context()); err != nil || n != 3 {
			t.Errorf("%s: %d rows, %v", when, n, err)
		}
		if w, err := s.Sweeps(t.Context()); err != nil || w != (Sweeps{Last: today}) {
			t.Errorf("%s: %+v %v", when, w, err)
		}
		s.Close()
	}
	s := open(t, file, 10)
	if n, err := s.Sweep(t.Context(), today); err != nil || n != 1 {
		t.Errorf("%d swept, %v", n, err)
	}
	if err := s.NoteSweeps(t.Context(), Sweeps{Last: today}); err != nil {
		t.Error(err)
	}
}

// A vault is there on its last day, and no longer on the next.
func TestRetention(t *testing.T) {
	stores := map[string]Store{"memory": NewMemory(10), "SQLite": open(t, filepath.Join(t.TempDir(), "vaults.db"), 10)}
	for name, s := range stores {
		tag := create(t, s, 1, "hello")
		create(t, s, 2, "hello")
		if _, err := s.Get(t.Context(), id(1), wire.Tag{}, today+wire.RetentionDays); err != nil {
			t.Errorf("%s: on the last day: %v", name, err)
		}
		if _, err := s.Get(t.Context(), id(2), wire.Tag{}, today+wire.RetentionDays+1); err != ErrNone {
			t.Errorf("%s: a day later: %v", name, err)
		}
		late := write(2, tag, "second")
		late.Today = today + wire.RetentionDays + 1
		if _, _, err := s.Put(t.Context(), late); err != ErrNone {
			t.Errorf("%s: a change a day later: %v", name, err)
		}
		if err := s.Delete(t.Context(), id(2), tag, late.Today); err != ErrNone {
			t.Errorf("%s: a delete a day later: %v", name, err)
		}
	}
}

// With no room left on the disk new vaults are refused and others are served;
// nothing is half written.
func TestDiskFull(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "vaults.db"), 1<<40)
	large := strings.Repeat("x", wire.MaxBody)
	tags := map[int]wire.Tag{}
	for n := range 4 {
		tags[n] = create(t, s, n, large)
	}
	var pages int64
	if err := s.db.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	// One new vault less than the reserve is left.
	if _, err := s.db.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+reserve/4096-1)); err != nil {
		t.Fatal(err)
	}
	refused := 0
	for n := 10; n < 20; n++ {
		if _, _, err := s.Put(t.Context(), write(n, wire.Tag{}, large)); err == ErrFull {
			refused++
		} else {
			t.Errorf("new: %v", err)
		}
		if _, err := s.Get(t.Context(), id(n), wire.Tag{}, today); err != ErrNone {
			t.Errorf("a refused vault: %v", err)
		}
	}
	for n := range 4 {
		v, err := s.Get(t.Context(), id(n), wire.Tag{}, today+1)
		if err != nil || string(v.Body) != large || v.Tag != tags[n] {
			t.Errorf("reading an old one: %v", err)
		}
		tag, outcome, err := s.Put(t.Context(), write(n, tags[n], strings.ToUpper(large)))
		if err != nil || outcome != Replaced || tag.Version != 2 {
			t.Errorf("writing an old one: %v", err)
		}
	}
	if n, err := s.Count(t.Context()); err != nil || n != 4 {
		t.Errorf("%d rows: %v", n, err)
	}
	var check string
	if err := s.db.QueryRow("PRAGMA integrity_check").Scan(&check); err != nil || check != "ok" {
		t.Errorf("integrity: %s %v", check, err)
	}
	if refused != 10 {
		t.Errorf("%d new ones were refused", refused)
	}
	// Even beyond the reserve reads work, and what fails says so.
	if _, err := s.db.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
		t.Fatal(err)
	}
	s.room = nil
	if _, _, err := s.Put(t.Context(), write(30, wire.Tag{}, large)); err != ErrFull {
		t.Errorf("new, by SQLITE_FULL: %v", err)
	}
	if v, err := s.Get(t.Context(), id(0), wire.Tag{}, today+1); err != nil || v.Tag.Version != 2 {
		t.Errorf("reading: %v %v", v.Tag, err)
	}
	_, _, err := s.Put(t.Context(), write(0, wire.TagOf(2, wire.HashOf([]byte(strings.ToUpper(large)))), "small"))
	if err != nil {
		t.Errorf("what takes less room: %v", err)
	}
}

// Of a hundred writes over one version one wins, each time (C5), in every store.
func TestOneWins(t *testing.T) {
	stores := map[string]Store{"memory": NewMemory(10), "SQLite": open(t, filepath.Join(t.TempDir(), "vaults.db"), 10)}
	for name, s := range stores {
		expect := wire.Tag{}
		for round := range 10 {
			var wins, conflicts int
			var next wire.Tag
			var mu sync.Mutex
			var wait sync.WaitGroup
			for n := range 100 {
				wait.Go(func() {
					tag, _, err := s.Put(context.Background(), write(1, expect, fmt.Sprint(round, n)))
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						wins, next = wins+1, tag
					} else if _, is := err.(*Conflict); is {
						conflicts++
					}
				})
			}
			wait.Wait()
			if wins != 1 || conflicts != 99 || next.Version != int64(round+1) {
				t.Errorf("%s, round %d: %d won and %d met a conflict, now %s", name, round, wins, conflicts, next)
			}
			expect = next
		}
	}
}

// What is in the file is there after it was reopened, and a store on another day reads it.
func TestReopen(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a name with %20 and ?.db")
	s := open(t, file, 10)
	tag := create(t, s, 1, "hello")
	s.Close()
	s = open(t, file, 10)
	v, err := s.Get(t.Context(), id(1), wire.Tag{}, today+1)
	if err != nil || v.Tag != tag || string(v.Body) != "hello" {
		t.Errorf("%v %v", v, err)
	}
	var mode, sync string
	if err := s.db.QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil || mode != "wal" {
		t.Errorf("journal_mode %s %v", mode, err)
	}
	if err := s.db.QueryRow("PRAGMA synchronous").Scan(&sync); err != nil || sync != "2" {
		t.Errorf("synchronous %s %v", sync, err)
	}
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
}
