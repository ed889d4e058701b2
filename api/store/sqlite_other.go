//go:build !js

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// OpenSQLite opens the store in a file of SQLite, which it makes if it is missing.
// An answered write is on the disk: the write-ahead log is synced at each commit.
// There is one connection, because SQLite writes one at a time anyway and more of
// them only meet SQLITE_BUSY: 0 against 6 failures of 2,000 writes at 200 clients.
func OpenSQLite(ctx context.Context, file string, max int64) (*SQL, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	s, err := openSQLite(ctx, path, max, "NORMAL")
	if sqliteFull(err) {
		// Not even the 32 KB of the log's index fit on the disk. With exclusive locking
		// SQLite keeps the index in memory; then no other program can read the file, for
		// example for a backup, until the server is started again with more room.
		s, err = openSQLite(ctx, path, max, "EXCLUSIVE")
	}
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", file, err)
	}
	return s, nil
}

func openSQLite(ctx context.Context, path string, max int64, locking string) (*SQL, error) {
	options := url.Values{"_pragma": {
		// In ms; a backup may hold the file. The driver runs this one first and the others
		// in the order of their names; the locking mode is good before any of them only.
		"busy_timeout(5000); PRAGMA locking_mode(" + locking + ")",
		"journal_mode(WAL)",
		fmt.Sprintf("wal_autocheckpoint(%d)", logPages),
		fmt.Sprintf("journal_size_limit(%d)", logSize), // a log that grew during a backup, or under 0.1.0, shrinks again
		"synchronous(FULL)",
		"secure_delete(ON)", // deleted data is overwritten
		"cache_size(-65536)",
		"temp_store(MEMORY)", // the disk for temporary files may be full too
	}}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: path, RawQuery: options.Encode()}).String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	s := NewSQL(db, max, sqliteFull)
	s.atOnce = sweepOnDisk
	s.fold = func(ctx context.Context) {
		// If it cannot finish, the next write continues.
		_ = s.row(ctx, "PRAGMA wal_checkpoint(PASSIVE)", nil, new(int64), new(int64), new(int64))
	}
	if _, err := db.ExecContext(ctx, Schema); err != nil {
		// On a full disk a file of an older version is served as it is, without the table of
		// sweeps.
		if _, unread := s.Count(ctx); !sqliteFull(err) || unread != nil {
			db.Close()
			return nil, err
		}
	}
	s.fold(ctx)
	s.room = func(ctx context.Context) (create, grow bool) {
		var end, holes int64
		err := s.row(ctx, roomInFile, nil, &end, &holes)
		free, known := diskFree(filepath.Dir(path))
		if !known {
			free = end
		}
		// The log already has its space.
		if log, err := os.Stat(path + "-wal"); err == nil {
			free += log.Size()
		}
		return err == nil && min(end, free)+holes >= reserve, err == nil && free+holes >= foldReserve
	}
	return s, nil
}

// The write-ahead log is folded into the file when it has logPages pages of 4 KB.
const (
	logPages = 1000
	logSize  = logPages * (4096 + 24) // a page and its head
)

// sweepOnDisk bounds one Sweep: 32 rows of at most 88 KB, each page of which is
// overwritten, are 2.8 MB in the log.
const sweepOnDisk = 32

// Some space is kept free so that deleting, which makes room, always works.
const (
	// reserve is what new vaults leave free, of the file's limit and of the disk,
	// for those that exist.
	reserve = 16 << 20 // bytes

	// foldReserve is what every write that makes the file grow leaves free: the log of 4 MB,
	// and as much again by which the file may grow when the log is folded. Deletes, sweeps
	// and bodies of the same size continue to work.
	foldReserve = 2 * logSize
)

const roomInFile = `SELECT (max_page_count - page_count) * page_size, freelist_count * page_size
FROM pragma_max_page_count, pragma_page_count, pragma_freelist_count, pragma_page_size`

// Close ends the connection. What was answered is on the disk without it.
func (s *SQL) Close() error { return s.db.Close() }

// DB returns the database itself, for tests and tools.
func (s *SQL) DB() *sql.DB { return s.db }

func sqliteFull(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_FULL || e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE)
}
