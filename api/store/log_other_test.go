//go:build !js

package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byeolpyo/api/wire"
)

// The write-ahead log stays near 4 MB, whichever statement writes and nothing else
// happens: SQLite folds it into the file at 1,000 pages of 4 KB, but only after a
// statement that was read to its end. (B1)
func TestLogStaysSmall(t *testing.T) {
	const (
		writes = 10_000
		most   = 5 << 20 // 4 MB, and the one write that passes them
	)
	small, large := strings.Repeat("x", 1<<10), strings.Repeat("x", wire.MaxBody)
	for name, c := range map[string]struct {
		vaults int // made before
		body   string
		writes int
		write  func(s *SQL, n int) error
	}{
		"create": {0, "", writes, func(s *SQL, n int) error {
			_, _, err := s.Put(t.Context(), write(n, wire.Tag{}, small))
			return err
		}},
		"replace": {1, small, writes, func(s *SQL, n int) error {
			_, _, err := s.Put(t.Context(), write(0, wire.TagOf(int64(n+1), wire.HashOf([]byte(small))), small))
			return err
		}},
		"replace by the largest": {1, large, 1000, func(s *SQL, n int) error {
			_, _, err := s.Put(t.Context(), write(0, wire.TagOf(int64(n+1), wire.HashOf([]byte(large))), large))
			return err
		}},
		"delete": {2000, small, 2000, func(s *SQL, n int) error {
			return s.Delete(t.Context(), id(n), wire.TagOf(1, wire.HashOf([]byte(small))), today)
		}},
		"touch": {1, small, writes, func(s *SQL, n int) error {
			_, err := s.Get(t.Context(), id(0), wire.Tag{}, today+Day(n))
			return err
		}},
		"sweep of the largest": {600, large, 1, func(s *SQL, _ int) error {
			for {
				if n, err := s.Sweep(t.Context(), today+wire.RetentionDays+1); n == 0 || err != nil {
					return err
				}
			}
		}},
		"note of a sweep": {0, "", writes, func(s *SQL, n int) error {
			return s.NoteSweeps(t.Context(), Sweeps{Last: Day(n)})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "vaults.db")
			s := open(t, file, 1<<40)
			s.room = nil // it asks the disk, and its own statements might hide what is looked for
			for n := range c.vaults {
				create(t, s, n, c.body)
			}
			for n := range c.writes {
				if err := c.write(s, n); err != nil {
					t.Fatalf("write %d: %v", n, err)
				}
			}
			log, err := os.Stat(file + "-wal")
			if err != nil {
				t.Fatal(err)
			}
			if log.Size() == 0 || log.Size() > most {
				t.Errorf("after %d writes the log has %d bytes, want at most %d", c.writes, log.Size(), most)
			}
		})
	}
}
