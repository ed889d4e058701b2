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

// The statements. Each write is one of them, and so atomic without a transaction,
// which D1 does not have. A tag is compared by version and start of the hash. An
// expired row counts as none: reads pass it by, a create takes its place.
const (
	// The body is left where it is if the caller knows it.
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
)

// sweepAtOnce bounds one Sweep, during which nothing else is served: 500 rows of
// at most 88 KB are 44 MB of pages to be freed.
const sweepAtOnce = 500

// SQL is a Store in the tables of schema.sql.
type SQL struct {
	db   *sql.DB
	max  int64
	full func(error) bool
	// room reports whether a new vault may take more of the disk; nil says yes.
	room func(context.Context) bool
}

var _ Store = &SQL{}

// NewSQL returns the store in db with room for max vaults. The tables must exist.
// full reports whether an error of the driver says that there is no more room.
func NewSQL(db *sql.DB, max int64, full func(error) bool) *SQL {
	return &SQL{db: db, max: max, full: full}
}

// row is a vault's row as read.
type row struct {
	version int64
	hash    sql.NullString
	seen    sql.NullInt64
	body    base64Text
}

// find reads the row; one that has expired counts as none.
func (s *SQL) find(ctx context.Context, id wire.ID, known wire.Tag, today Day) (row, error) {
	var r row
	err := s.db.QueryRowContext(ctx, selectVault, known.Version, known.Hash, id[:]).Scan(&r.version, &r.hash, &r.seen, &r.body)
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
		// A read succeeds without: the next one tries again.
		_, _ = s.db.ExecContext(ctx, touchVault, int64(today), id[:], int64(today))
	}
	return Vault{r.tag(), r.body}, nil
}

func (s *SQL) Put(ctx context.Context, w Write) (wire.Tag, Outcome, error) {
	const tries = 3
	next := wire.TagOf(w.Expect.Version+1, w.Hash)
	create := w.Expect == wire.Tag{}
	for try := 1; ; try++ {
		outcome, err := s.write(ctx, w, create)
		if err == nil {
			return next, outcome, nil
		}
		full := s.full(err)
		if !full && !errors.Is(err, sql.ErrNoRows) {
			return wire.Tag{}, 0, fmt.Errorf("writing a vault: %w", err)
		}
		// Nothing was written: the row says why.
		known := wire.Tag{}
		if !w.WithBody {
			known = next // only to leave the body unread where it may be this one
		}
		r, err := s.find(ctx, w.ID, known, w.Today)
		switch {
		case err == ErrNone && create:
			return wire.Tag{}, 0, ErrFull
		case err != nil:
			return wire.Tag{}, 0, err
		case r.version == next.Version && r.hash.String == w.Hash.String():
			return next, Again, nil
		case full:
			return wire.Tag{}, 0, errors.New("writing a vault: the disk is full")
		case r.tag() == w.Expect && try < tries:
			continue // it came to the expected version just now
		}
		conflict := &Conflict{Vault{Tag: r.tag()}}
		if w.WithBody {
			conflict.Current.Body = r.body
		}
		return wire.Tag{}, 0, conflict
	}
}

// write runs the one statement of a Put; sql.ErrNoRows means that it did nothing.
func (s *SQL) write(ctx context.Context, w Write, create bool) (Outcome, error) {
	var version int64
	today, hash, body := int64(w.Today), w.Hash.String(), base64Text(w.Body)
	if create {
		if s.room != nil && !s.room(ctx) {
			return 0, sql.ErrNoRows
		}
		return Created, s.db.QueryRowContext(ctx, createVault, w.ID[:], hash, body, today, today, s.max, int64(w.Today.oldest())).Scan(&version)
	}
	return Replaced, s.db.QueryRowContext(ctx, replaceVault, hash, body, today,
		w.ID[:], w.Expect.Version, w.Expect.Hash, int64(w.Today.oldest())).Scan(&version)
}

func (s *SQL) Delete(ctx context.Context, id wire.ID, expect wire.Tag, today Day) error {
	var version int64
	err := s.db.QueryRowContext(ctx, deleteVault, id[:], expect.Version, expect.Hash, int64(today.oldest())).Scan(&version)
	if err == nil {
		return nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("deleting a vault: %w", err)
	}
	r, err := s.find(ctx, id, wire.Tag{}, today)
	if err != nil {
		return err
	}
	return &Conflict{Vault{Tag: r.tag()}}
}

func (s *SQL) Sweep(ctx context.Context, today Day) (int64, error) {
	result, err := s.db.ExecContext(ctx, sweepVaults, int64(today.oldest()), sweepAtOnce)
	if err != nil {
		return 0, fmt.Errorf("sweeping: %w", err)
	}
	return result.RowsAffected()
}

func (s *SQL) Count(ctx context.Context) (int64, error) {
	var n int64
	if err := s.db.QueryRowContext(ctx, countVaults).Scan(&n); err != nil {
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
