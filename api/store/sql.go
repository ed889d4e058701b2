package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"

	"byeolpyo/api/wire"
)

// Schema makes the tables; it may be run again.
//
//go:embed schema.sql
var Schema string

// The statements. Each write is one of them, and so atomic without a transaction, which D1
// does not have. A tag is compared by version and start of the hash. An expired row counts as
// missing: reads ignore it, and a create replaces it.
const (
	// The body is not read if the caller has it.
	selectVault = `SELECT version, hash, seen, CASE WHEN version = ? AND substr(hash, 1, 8) = ? THEN NULL ELSE body END AS body
FROM vault WHERE id = ?`

	touchVault = `UPDATE vault SET seen = ? WHERE id = ? AND seen < ?`

	createVault = `INSERT INTO vault (id, version, hash, body, created, seen)
SELECT ?, 1, ?, ?, ?, ? FROM tally WHERE vaults < ?
ON CONFLICT (id) DO UPDATE SET version = 1, hash = excluded.hash, body = excluded.body, created = excluded.created, seen = excluded.seen
WHERE vault.seen < ?
RETURNING version`

	replaceVault = `UPDATE vault SET version = version + 1, hash = ?, body = ?, seen = ?
WHERE id = ? AND version = ? AND substr(hash, 1, 8) = ? AND seen >= ?
RETURNING version`

	deleteVault = `UPDATE vault SET version = 0, hash = NULL, body = NULL, created = NULL, seen = NULL
WHERE id = ? AND version = ? AND substr(hash, 1, 8) = ? AND seen >= ?
RETURNING version`

	sweepVaults = `DELETE FROM vault WHERE id IN (SELECT id FROM vault WHERE seen < ? LIMIT ?)`

	countVaults = `SELECT vaults FROM tally`

	selectSize = `SELECT length(body) FROM vault WHERE id = ?`

	// Before the first sweep the latest use of any vault tells the day.
	selectSweeps = `SELECT coalesce(day, (SELECT max(seen) FROM vault WHERE seen IS NOT NULL), 0), coalesce(doubted, 0), coalesce(checked, 0) FROM sweep`

	noteSweeps = `UPDATE sweep SET day = ?, doubted = ?, checked = ?`
)

// sweepAtOnce bounds one Sweep on D1, during which nothing else is served: 500 rows
// of at most 88 KB are 44 MB of pages to be freed.
const sweepAtOnce = 500

// SQL is a Store in the tables of schema.sql.
type SQL struct {
	db   *sql.DB
	max  int64
	full func(error) bool
	// atOnce is how many vaults one Sweep removes at most.
	atOnce int
	// room reports whether a vault may be made, and whether one that exists may
	// grow; nil says yes to both.
	room func(context.Context) (create, grow bool)
	// fold empties the write-ahead log, whose space may be all that is left; nil if there is
	// no log.
	fold func(context.Context)
}

var _ Store = &SQL{}

// NewSQL returns the store in db with room for max vaults. The tables must exist.
// full reports whether an error of the driver says that there is no more room.
func NewSQL(db *sql.DB, max int64, full func(error) bool) *SQL {
	return &SQL{db: db, max: max, full: full, atOnce: sweepAtOnce}
}

// row runs a statement that returns one row at most, to its end, and reads that row.
// sql.ErrNoRows means that there was none. QueryRow would not run the statement to its end.
// SQLite then never folds its log, which would grow for ever.
func (s *SQL) row(ctx context.Context, query string, args []any, to ...any) error {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	read := sql.ErrNoRows
	for rows.Next() {
		if read = rows.Scan(to...); read != nil {
			return read
		}
	}
	if err := rows.Err(); err != nil { // errors of the commit come here too
		return err
	}
	return read
}

// row is a row of the table of vaults.
type row struct {
	version int64
	hash    sql.NullString
	seen    sql.NullInt64
	body    base64Text
}

// find reads the row; one that has expired counts as none.
func (s *SQL) find(ctx context.Context, id wire.ID, known wire.Tag, today Day) (row, error) {
	var r row
	err := s.row(ctx, selectVault, []any{known.Version, known.Hash, id[:]}, &r.version, &r.hash, &r.seen, &r.body)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return row{}, ErrNone
	case err != nil:
		return row{}, fmt.Errorf("reading a vault: %w", err)
	case r.version == 0:
		return row{}, ErrGone
	case Day(r.seen.Int64) < today.oldest():
		return row{}, ErrNone
	case len(r.hash.String) != 2*len(wire.Hash{}):
		return row{}, fmt.Errorf("reading a vault: its hash has %d digits", len(r.hash.String))
	}
	return r, nil
}

func (r row) tag() wire.Tag { return wire.Tag{Version: r.version, Hash: r.hash.String[:8]} }

func (s *SQL) Get(ctx context.Context, id wire.ID, known wire.Tag, today Day) (Vault, error) {
	r, err := s.find(ctx, id, known, today)
	if err != nil {
		return Vault{}, err
	}
	if Day(r.seen.Int64) < today {
		// A read succeeds without it; the next one tries again.
		_, _ = s.db.ExecContext(ctx, touchVault, int64(today), id[:], int64(today))
	}
	return Vault{r.tag(), r.body}, nil
}

func (s *SQL) Put(ctx context.Context, w Write) (wire.Tag, Outcome, error) {
	const tries = 3
	folded := false
	next := wire.TagOf(w.Expect.Version+1, w.Hash)
	create := w.Expect == wire.Tag{}
	for try := 1; ; try++ {
		outcome, err := s.write(ctx, w, create)
		if err == nil {
			return next, outcome, nil
		}
		full := s.full(err)
		if full && !folded && s.fold != nil {
			folded = true
			s.fold(ctx)
			continue
		}
		full = full || err == ErrFull
		if !full && !errors.Is(err, sql.ErrNoRows) {
			return wire.Tag{}, 0, fmt.Errorf("writing a vault: %w", err)
		}
		// Nothing was written; the row tells why.
		known := wire.Tag{}
		if !w.WithBody {
			known = next // so that the body is not read if it may be this one
		}
		r, err := s.find(ctx, w.ID, known, w.Today)
		switch {
		case err == ErrNone && create:
			return wire.Tag{}, 0, ErrFull
		case err != nil:
			return wire.Tag{}, 0, err
		case r.version == next.Version && r.hash.String == w.Hash.String():
			return next, Again, nil
		case r.tag() == w.Expect && full:
			return wire.Tag{}, 0, ErrNoRoom
		case r.tag() == w.Expect && try < tries:
			continue // it has just reached the expected version
		}
		conflict := &Conflict{Vault{Tag: r.tag()}}
		if w.WithBody {
			conflict.Current.Body = r.body
		}
		return wire.Tag{}, 0, conflict
	}
}

// write runs the one statement of a Put; sql.ErrNoRows means that it did nothing, and ErrFull
// that there was no room to try it.
func (s *SQL) write(ctx context.Context, w Write, create bool) (Outcome, error) {
	var version int64
	today, hash, body := int64(w.Today), w.Hash.String(), base64Text(w.Body)
	if !s.fits(ctx, w, create) {
		return 0, ErrFull
	}
	if create {
		return Created, s.row(ctx, createVault, []any{w.ID[:], hash, body, today, today, s.max, int64(w.Today.oldest())}, &version)
	}
	return Replaced, s.row(ctx, replaceVault, []any{hash, body, today,
		w.ID[:], w.Expect.Version, w.Expect.Hash, int64(w.Today.oldest())}, &version)
}

// fits reports whether there is room for a write. A body that is no larger than the
// one it replaces always fits.
func (s *SQL) fits(ctx context.Context, w Write, create bool) bool {
	if s.room == nil {
		return true
	}
	mayCreate, mayGrow := s.room(ctx)
	if create || mayGrow {
		return mayGrow && (mayCreate || !create)
	}
	var size sql.NullInt64
	err := s.row(ctx, selectSize, []any{w.ID[:]}, &size)
	return err == nil && size.Int64 >= int64(base64.StdEncoding.EncodedLen(len(w.Body)))
}

func (s *SQL) Delete(ctx context.Context, id wire.ID, expect wire.Tag, today Day) error {
	for folded := false; ; folded = true {
		var version int64
		err := s.row(ctx, deleteVault, []any{id[:], expect.Version, expect.Hash, int64(today.oldest())}, &version)
		switch {
		case err == nil:
			return nil
		case s.full(err) && !folded && s.fold != nil:
			s.fold(ctx)
			continue
		case s.full(err):
			return ErrNoRoom
		case !errors.Is(err, sql.ErrNoRows):
			return fmt.Errorf("deleting a vault: %w", err)
		}
		r, err := s.find(ctx, id, wire.Tag{}, today)
		if err != nil {
			return err
		}
		return &Conflict{Vault{Tag: r.tag()}}
	}
}

func (s *SQL) Sweep(ctx context.Context, today Day) (int64, error) {
	result, err := s.db.ExecContext(ctx, sweepVaults, int64(today.oldest()), s.atOnce)
	if err != nil {
		return 0, fmt.Errorf("sweeping: %w", err)
	}
	return result.RowsAffected()
}

func (s *SQL) Sweeps(ctx context.Context) (Sweeps, error) {
	var w Sweeps
	if err := s.row(ctx, selectSweeps, nil, &w.Last, &w.Doubted, &w.Checked); err != nil {
		return Sweeps{}, fmt.Errorf("reading the day of the last sweep: %w", err)
	}
	return w, nil
}

func (s *SQL) NoteSweeps(ctx context.Context, w Sweeps) error {
	if _, err := s.db.ExecContext(ctx, noteSweeps, int64(w.Last), w.Doubted, w.Checked); err != nil {
		return fmt.Errorf("noting the day of the last sweep: %w", err)
	}
	return nil
}

func (s *SQL) Count(ctx context.Context) (int64, error) {
	var n int64
	if err := s.row(ctx, countVaults, nil, &n); err != nil {
		return 0, fmt.Errorf("counting vaults: %w", err)
	}
	return n, nil
}

// base64Text is a body, stored as base64 in a column of type TEXT. The Workers
// driver knows the type and lets JavaScript do the coding.
type base64Text []byte

func (b base64Text) Value() (driver.Value, error) {
	return base64.StdEncoding.EncodeToString(b), nil
}

// Scan takes base64, NULL, or a body that its driver has decoded.
func (b *base64Text) Scan(src any) error {
	switch src := src.(type) {
	case nil:
		*b = nil
		return nil
	case base64Text:
		*b = src
		return nil
	case string:
		body, err := base64.StdEncoding.DecodeString(src)
		if err != nil {
			return fmt.Errorf("body is not base64: %w", err)
		}
		*b = body
		return nil
	}
	return fmt.Errorf("body is of type %T", src)
}
