// Package store keeps vaults: for each id one sealed body and its version, which every write
// must name. SQL is the store of the product, over database/sql and with one text of SQL, on
// SQLite (sqlite_other.go), on D1, and on Durable Objects, one for each vault (workers.go).
// Memory is the same in a map, the model that the others are compared with.
//
// Time comes as an argument, as a Day: nothing finer is kept.
package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"byeolpyo/api/wire"
)

// Day counts days since 1970-01-01, UTC.
type Day int64

// DayOf is the day of an instant.
func DayOf(t time.Time) Day { return Day(t.Unix() / (24 * 60 * 60)) }

// oldest returns the earliest day of last use with which a vault is not expired on d.
func (d Day) oldest() Day { return d - wire.RetentionDays }

// Vault is what is stored under an id.
type Vault struct {
	Tag  wire.Tag
	Body []byte // nil where it was not asked for
}

// Write is a request to store Body as the version after Expect.
type Write struct {
	ID     wire.ID
	Expect wire.Tag // the zero Tag: there is no vault yet
	Body   []byte
	Hash   wire.Hash // of Body
	Today  Day
	// WithBody asks for the stored body in a Conflict.
	WithBody bool
}

// Outcome says how a write succeeded.
type Outcome int

const (
	Created Outcome = iota + 1
	Replaced
	// Again: the very same write was stored before, and its answer was lost.
	Again
)

// Errors, one for each decision of the caller. Any other error is trouble of the
// store: the write may or may not have happened.
var (
	ErrNone = errors.New("no such vault")
	ErrGone = errors.New("vault was deleted")
	// ErrFull: there is no room for a new vault; those that exist are served.
	ErrFull = errors.New("no room for new vaults")
	// ErrNoRoom: there is no room for this change of a vault, which stays as it was.
	ErrNoRoom = errors.New("no room for this change")
)

// Sweeps is what a store remembers of its sweeps: package handler tells by it whether
// the clock may be believed.
type Sweeps struct {
	// Last is the day of the last sweep. Before the first it is the latest day on
	// which any vault was used, and 0 if there is none.
	Last Day
	// Doubted and Checked are set while the clock is in doubt: since when by that
	// clock, and when it was last looked at, in seconds since 1970.
	Doubted, Checked int64
}

// Conflict is the error of a write or delete that expected another version.
type Conflict struct{ Current Vault }

func (c *Conflict) Error() string { return fmt.Sprintf("vault is at %s", c.Current.Tag) }

// Store keeps vaults. Every method is one atomic step: it happens at one instant
// between call and return, or, where it fails with trouble, perhaps later or never.
type Store interface {
	// Get returns the vault, without its body if its tag is known, and notes the day of use.
	// Errors: ErrNone, ErrGone.
	Get(ctx context.Context, id wire.ID, known wire.Tag, today Day) (Vault, error)
	// Put stores w.Body if the vault is at w.Expect. If instead the version after
	// w.Expect is stored with this very body, that is success as well.
	// Errors: ErrNone, ErrGone, ErrFull, ErrNoRoom, *Conflict.
	Put(ctx context.Context, w Write) (wire.Tag, Outcome, error)
	// Delete removes the vault at expect and remembers its id for good.
	// Errors: ErrNone, ErrGone, ErrNoRoom, *Conflict (without a body).
	Delete(ctx context.Context, id wire.ID, expect wire.Tag, today Day) error
	// Sweep removes some vaults that have expired and tells how many.
	Sweep(ctx context.Context, today Day) (int64, error)
	// Sweeps tells what NoteSweeps noted last.
	Sweeps(ctx context.Context) (Sweeps, error)
	NoteSweeps(ctx context.Context, w Sweeps) error
	// Count tells how many ids are known, deleted ones included.
	Count(ctx context.Context) (int64, error)
}
