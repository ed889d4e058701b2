// Package handler is the sync server: an http.Handler over a store.Store. The
// same handler runs natively and on Workers; clock, randomness and the address of
// a client come in as arguments.
//
// It answers
//
//	GET, PUT, DELETE /v1/vaults/{id}   package wire says how a client proves the id
//	GET /v1/limits                     wire.Limits
//	GET /v1/health                     wire.Health
//
// The server does not interpret bodies. Every write names the version that it replaces, and a
// write whose answer was lost may be sent again. It keeps no address and logs neither tokens
// nor ids.
package handler

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"byeolpyo/api/store"
	"byeolpyo/api/wire"
)

// Limits of the server. GET /v1/limits returns them together with those of package wire.
const (
	// CreateBurst and CreateEvery bound the vaults made from one address: CreateBurst at
	// once, and then one more every CreateEvery. A whole hall shares an address, so they are
	// wide: 600 people at once, and then a full hall of 2,000 within 24 minutes. Reads and
	// changes are not counted.
	CreateBurst = 600
	CreateEvery = time.Second

	// CreatesPerMinute bounds those of all addresses together: five halls that
	// start in the same minute.
	CreatesPerMinute = 3000

	// MaxInFlight is how many requests may be in the store or wait for it before more are
	// turned away; MinInFlight is the least that may be set. A request counts from when its
	// body is there until its answer is known. At 64 KiB a body, 512 hold 32 MB.
	MaxInFlight = 512
	MinInFlight = 64

	// MaxTransfers is how many bodies may be on their way at once, in either
	// direction: a hall of 2,000 that all send in the same second. For one more, the
	// one that came first is cut off. With 64 KiB each
	// they would hold 134 MB; one that has sent less than firstPiece holds that much.
	MaxTransfers = 2048

	// SlowAfter and SlowShare bound what one address may keep on its way: after 3 s,
	// in which 64 KiB come over 175 kbit/s, a body is a slow one, and of those an
	// address may have 64. One more is cut off. The others of a hall are counted
	// for 3 s only, so that no guest's slow bodies shut them out.
	SlowAfter = 3 * time.Second
	SlowShare = 64

	// MaxVaults fills a D1 of 10 GB with the largest bodies: 64 KiB are 87,384
	// bytes of base64 and about 89,000 with their row; 10^10/89,000 = 112,000.
	MaxVaults = 100_000

	// Retry-After in seconds.
	busyRetry  = 2     // seconds; a burst is over by then
	storeRetry = 5     // a restart takes less
	fullRetry  = 86400 // someone must make room; the client asks once a day
	roomRetry  = 3600  // the same, of a vault that is used
)

// Options are what a Handler needs besides its store. Zero limits are the
// constants above.
type Options struct {
	Now  func() time.Time
	Rand io.Reader // makes the daily keys under which addresses are counted
	Log  *slog.Logger

	// ClientIP is the address to count creations and slow bodies by.
	ClientIP func(*http.Request) string

	// Whole says that the host brings and takes bodies as a whole, and bounds itself
	// those that are on their way.
	Whole bool

	// SweepEvery is how often the host calls Sweep; Alone, that this handler is the only one
	// that sweeps its store: then it never takes a day for today on which it would not sweep.
	SweepEvery time.Duration
	Alone      bool

	CreateBurst      int
	CreateEvery      time.Duration // whole seconds
	CreatesPerMinute int
	MaxInFlight      int
	MaxTransfers     int
	SlowShare        int
	MaxVaults        int64 // told to clients; the store keeps it
	Closed           bool  // no new vaults
}

// Handler serves the API. Make it with New.
type Handler struct {
	store     store.Store
	o         Options
	creates   *limiter
	inFlight  atomic.Int64
	transfers *transfers
	health    health
	sweeps    sweeps
	limits    []byte
}

// New returns the handler over s.
func New(s store.Store, o Options) *Handler {
	o.CreateBurst = orDefault(o.CreateBurst, CreateBurst)
	o.CreateEvery = orDefault(o.CreateEvery, CreateEvery)
	o.CreatesPerMinute = orDefault(o.CreatesPerMinute, CreatesPerMinute)
	o.MaxInFlight = max(orDefault(o.MaxInFlight, MaxInFlight), MinInFlight)
	o.MaxTransfers = orDefault(o.MaxTransfers, MaxTransfers)
	o.SlowShare = orDefault(o.SlowShare, SlowShare)
	o.MaxVaults = orDefault(o.MaxVaults, MaxVaults)
	o.SweepEvery = orDefault(o.SweepEvery, time.Hour)
	h := &Handler{
		store: s, o: o, creates: newLimiter(o.CreateBurst, o.CreateEvery, o.CreatesPerMinute, o.Rand),
		transfers: newTransfers(o.MaxTransfers, o.SlowShare, SlowAfter),
	}
	h.limits = mustJSON(wire.Limits{
		MaxBody: wire.MaxBody, RetentionDays: wire.RetentionDays,
		CreateBurst: o.CreateBurst, CreateEvery: int(o.CreateEvery / time.Second), CreatesPerMinute: o.CreatesPerMinute,
		MaxInFlight: o.MaxInFlight, MaxVaults: o.MaxVaults, Open: !o.Closed,
	})
	return h
}

func orDefault[T int | int64 | time.Duration](v, otherwise T) T {
	if v == 0 {
		return otherwise
	}
	return v
}

// Headers whose spelling in http.Header is already canonical.
const (
	hAllow       = "Allow"
	hContentType = "Content-Type"
	hETag        = "Etag"
	hRetryAfter  = "Retry-After"
)

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := h.o.Now()
	header := w.Header()
	header["Date"] = []string{now.UTC().Format(http.TimeFormat)}
	header["Cache-Control"] = []string{"no-store"}
	header["X-Content-Type-Options"] = []string{"nosniff"}
	if !cors(header, r) {
		h.fail(w, http.StatusForbidden, wire.ForeignOrigin, "Web pages may not use this server; the extension may.")
		return
	}
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler {
				panic(p)
			}
			h.o.Log.Error("panic", "value", p)
			h.fail(w, http.StatusInternalServerError, wire.Internal, "Something went wrong in the server.")
		}
	}()
	switch path := r.URL.EscapedPath(); {
	case strings.HasPrefix(path, wire.VaultPath):
		h.serveVault(w, r, path[len(wire.VaultPath):], now)
	case path == wire.LimitsPath:
		if h.only(w, r, "GET") {
			header[hContentType] = []string{"application/json"}
			h.write(w, http.StatusOK, h.limits)
		}
	case path == wire.HealthPath:
		if h.only(w, r, "GET") {
			h.serveHealth(w, r, now)
		}
	default:
		h.fail(w, http.StatusNotFound, wire.NoSuchPath, "There is nothing at this address.")
	}
}

// atStore runs f, which uses the store, and counts it while it runs. If too many are counted,
// it answers Busy instead and reports false.
func (h *Handler) atStore(w http.ResponseWriter, f func()) bool {
	defer h.inFlight.Add(-1)
	if h.inFlight.Add(1) > int64(h.o.MaxInFlight) {
		h.busy(w)
		return false
	}
	f()
	return true
}

func (h *Handler) busy(w http.ResponseWriter) {
	h.retry(w, http.StatusServiceUnavailable, wire.Busy, "Too many requests at once. Your picks are safe on this device; try again shortly.", busyRetry)
}

// Preflight answers and exposed headers.
const (
	corsMethods = "GET, PUT, DELETE"
	corsHeaders = "authorization, content-type, if-match, if-none-match, prefer"
	corsExposed = "ETag, Date, Retry-After"
	corsMaxAge  = "7200" // seconds; Chromium takes no more
)

func (h *Handler) serveVault(w http.ResponseWriter, r *http.Request, name string, now time.Time) {
	if !h.only(w, r, corsMethods) {
		return
	}
	id, ok := wire.ParseID(name)
	if !ok {
		h.fail(w, http.StatusBadRequest, wire.BadID, "The id of a vault is 32 lower-case hex digits.")
		return
	}
	token, ok := wire.ParseToken(joined(r, "Authorization"))
	if !ok || !token.ID().Equal(id) {
		w.Header()["Www-Authenticate"] = []string{"Bearer"}
		h.fail(w, http.StatusUnauthorized, wire.Unauthorized, "The token does not open this vault.")
		return
	}
	switch r.Method {
	case http.MethodGet:
		h.get(w, r, id, now)
	case http.MethodPut:
		h.put(w, r, id)
	case http.MethodDelete:
		h.delete(w, r, id, now)
	}
}

func (h *Handler) get(w http.ResponseWriter, r *http.Request, id wire.ID, now time.Time) {
	// The comparison of If-None-Match is weak: a proxy may have weakened the tag.
	var known []wire.Tag
	anything := false
	if condition := joined(r, "If-None-Match"); condition != "" {
		for part := range strings.SplitSeq(condition, ",") {
			part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
			if tag, ok := wire.ParseTag(part); ok {
				known = append(known, tag)
			}
			anything = anything || part == wire.Any
		}
	}
	var likely wire.Tag
	if len(known) > 0 {
		likely = known[0]
	}
	var vault store.Vault
	var err error
	if !h.atStore(w, func() { vault, err = h.store.Get(r.Context(), id, likely, h.today(now)) }) {
		return
	}
	if err != nil {
		h.refuse(w, r, err)
		return
	}
	h.health.answered(now)
	w.Header()[hETag] = []string{vault.Tag.String()}
	for _, tag := range known {
		anything = anything || tag == vault.Tag
	}
	if anything {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.sendBody(w, r, http.StatusOK, vault.Body)
}

// precondition reads the version that a write expects: the zero Tag for a create.
func precondition(r *http.Request, mayCreate bool) (wire.Tag, wire.ErrorCode) {
	match, none := joined(r, "If-Match"), joined(r, "If-None-Match")
	switch {
	case match == "" && none == "":
		return wire.Tag{}, wire.NoPrecondition
	case match == "" && none == wire.Any && mayCreate:
		return wire.Tag{}, ""
	case match != "" && none == "":
		// If-Match: * would write over anything, and a weak tag never matches.
		if tag, ok := wire.ParseTag(match); ok {
			return tag, ""
		}
	}
	return wire.Tag{}, wire.BadPrecondition
}

func (h *Handler) checkPrecondition(w http.ResponseWriter, r *http.Request, mayCreate bool) (wire.Tag, bool) {
	expect, code := precondition(r, mayCreate)
	switch code {
	case "":
		return expect, true
	case wire.NoPrecondition:
		message := "Say with If-Match which version is to be deleted."
		if mayCreate {
			message = "Say with If-Match which version is to be replaced, or with If-None-Match: * that there is none."
		}
		h.fail(w, http.StatusPreconditionRequired, code, message)
	default:
		message := "If-Match must hold one tag as ETag gave it."
		if mayCreate {
			message = "Give either If-Match with one tag as ETag gave it, or If-None-Match: *."
		}
		h.fail(w, http.StatusBadRequest, code, message)
	}
	return wire.Tag{}, false
}

func (h *Handler) put(w http.ResponseWriter, r *http.Request, id wire.ID) {
	expect, ok := h.checkPrecondition(w, r, true)
	if !ok {
		return
	}
	if joined(r, hContentType) != wire.MediaType {
		h.fail(w, http.StatusUnsupportedMediaType, wire.BadType, "The body must be "+wire.MediaType+".")
		return
	}
	body, err := h.readBody(w, r)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		h.fail(w, http.StatusRequestEntityTooLarge, wire.TooLarge, "The body is larger than "+strconv.Itoa(wire.MaxBody)+" bytes.")
		return
	case err == errBusy:
		h.busy(w)
		return
	case errors.Is(err, os.ErrDeadlineExceeded):
		// This is not an error of the client: the same body may arrive faster the next time.
		h.retry(w, http.StatusServiceUnavailable, wire.Busy, "The body took too long. Your picks are safe on this device; try again shortly.", busyRetry)
		return
	case err != nil:
		h.fail(w, http.StatusBadRequest, wire.BadBody, "The body did not arrive whole.")
		return
	case len(body) == 0:
		h.fail(w, http.StatusBadRequest, wire.BadBody, "The body is empty.")
		return
	}
	var tag wire.Tag
	var outcome store.Outcome
	var now time.Time
	if !h.atStore(w, func() {
		// The clock is read again, since a slow body may have taken half a minute.
		now = h.o.Now()
		w.Header()["Date"] = []string{now.UTC().Format(http.TimeFormat)}
		tag, outcome, err = h.keep(r, store.Write{
			ID: id, Expect: expect, Body: body, Hash: hashOf(r, body), Today: h.today(now),
			WithBody: joined(r, "Prefer") == wire.PreferBody,
		}, now)
	}) {
		return
	}
	if err != nil {
		h.refuse(w, r, err)
		return
	}
	h.health.answered(now)
	w.Header()[hETag] = []string{tag.String()}
	if outcome == store.Created {
		w.WriteHeader(http.StatusCreated)
		return
	}
	w.WriteHeader(http.StatusOK)
}

// keep writes to the store. A create that is over a limit still gets the answer about a
// vault that exists already: its owner is not counted as a newcomer.
func (h *Handler) keep(r *http.Request, write store.Write, now time.Time) (wire.Tag, store.Outcome, error) {
	var refused error = store.ErrFull
	switch {
	case write.Expect != wire.Tag{}:
		return h.store.Put(r.Context(), write)
	case !h.o.Closed:
		verdict, wait := h.creates.take(h.o.ClientIP(r), now)
		switch {
		case verdict == verdictOK:
			return h.store.Put(r.Context(), write)
		case verdict == verdictAddress && wait > 0:
			refused = &refusal{http.StatusTooManyRequests, wire.TooManyCreates,
				"Many people started to sync from this network just now. Your picks are safe on this device; it is tried again by itself.", seconds(wait)}
		default:
			refused = &refusal{http.StatusInsufficientStorage, wire.Closed,
				"Too many people start to sync in this minute. Your picks are safe on this device; it is tried again by itself.", 60}
		}
	}
	vault, err := h.store.Get(r.Context(), write.ID, wire.Tag{}, write.Today)
	switch {
	case errors.Is(err, store.ErrNone):
		return wire.Tag{}, 0, refused
	case err != nil:
		return wire.Tag{}, 0, err
	case vault.Tag == wire.TagOf(1, write.Hash) && wire.HashOf(vault.Body) == write.Hash:
		return vault.Tag, store.Again, nil
	}
	if !write.WithBody {
		vault.Body = nil
	}
	return wire.Tag{}, 0, &store.Conflict{Current: vault}
}

func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

func (h *Handler) delete(w http.ResponseWriter, r *http.Request, id wire.ID, now time.Time) {
	expect, ok := h.checkPrecondition(w, r, false)
	if !ok {
		return
	}
	var err error
	if !h.atStore(w, func() { err = h.store.Delete(r.Context(), id, expect, h.today(now)) }) {
		return
	}
	if err != nil {
		h.refuse(w, r, err)
		return
	}
	h.health.answered(now)
	w.WriteHeader(http.StatusNoContent)
}
