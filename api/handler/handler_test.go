package handler

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"byeolpyo/api/store"
	"byeolpyo/api/wire"
)

// spy is a store that counts its calls and fails on demand.
type spy struct {
	store.Store
	calls int
	err   error
	hook  func()
}

func (s *spy) before() error {
	s.calls++
	if s.hook != nil {
		s.hook()
	}
	return s.err
}

func (s *spy) Get(ctx context.Context, id wire.ID, known wire.Tag, today store.Day) (store.Vault, error) {
	if err := s.before(); err != nil {
		return store.Vault{}, err
	}
	return s.Store.Get(ctx, id, known, today)
}

func (s *spy) Put(ctx context.Context, w store.Write) (wire.Tag, store.Outcome, error) {
	if err := s.before(); err != nil {
		return wire.Tag{}, 0, err
	}
	return s.Store.Put(ctx, w)
}

func (s *spy) Delete(ctx context.Context, id wire.ID, expect wire.Tag, today store.Day) error {
	if err := s.before(); err != nil {
		return err
	}
	return s.Store.Delete(ctx, id, expect, today)
}

func (s *spy) Count(ctx context.Context) (int64, error) {
	if err := s.before(); err != nil {
		return 0, err
	}
	return s.Store.Count(ctx)
}

// bench is a handler over memory with a clock that stands still.
type bench struct {
	*Handler
	store *spy
	now   time.Time
	ip    string
	log   bytes.Buffer
}

func newBench(change func(*Options)) *bench {
	b := &bench{store: &spy{Store: store.NewMemory(MaxVaults)}, now: time.Date(2026, 8, 15, 4, 30, 0, 0, time.UTC), ip: "192.0.2.1"}
	o := Options{
		Now: func() time.Time { return b.now }, Rand: rand.Reader,
		Log:      slog.New(slog.NewTextHandler(&b.log, nil)),
		ClientIP: func(*http.Request) string { return b.ip },
	}
	if change != nil {
		change(&o)
	}
	b.Handler = New(b.store, o)
	return b
}

func token(n int) wire.Token { return wire.Token(wire.HashOf([]byte(strconv.Itoa(n)))) }

// ask makes one request; headers are name, value, name, value.
func (b *bench) ask(method, target string, t *wire.Token, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, body)
	if t != nil {
		r.Header.Set("Authorization", t.Authorization())
	}
	if method == "PUT" {
		r.Header.Set("Content-Type", wire.MediaType)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

func path(t wire.Token) string { return wire.VaultPath + t.ID().String() }

func (b *bench) create(n int) *httptest.ResponseRecorder {
	t := token(n)
	return b.ask("PUT", path(t), &t, strings.NewReader("hello"), "If-None-Match", "*")
}

func code(t *testing.T, w *httptest.ResponseRecorder) wire.ErrorCode {
	t.Helper()
	var e wire.Error
	if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil || e.Message == "" {
		t.Fatalf("%d with the body %q", w.Code, w.Body)
	}
	return e.Code
}

// A request without proof of the id costs no query: guessed ids and squatters (attacks 1, 2 and
// 3), pages of other sites (24).
func TestNoQueryWithoutProof(t *testing.T) {
	b := newBench(nil)
	mine, other := token(1), token(2)
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		b.ask(method, path(mine), nil, strings.NewReader("x"), "If-Match", `"1-2cf24dba"`)
		b.ask(method, path(mine), &other, strings.NewReader("x"), "If-Match", `"1-2cf24dba"`)
		b.ask(method, path(mine), &mine, strings.NewReader("x"), "If-Match", `"1-2cf24dba"`, "Origin", "https://2026.pycon.kr")
		b.ask(method, wire.VaultPath+"0123", &mine, strings.NewReader("x"), "If-Match", `"1-2cf24dba"`)
	}
	if b.store.calls != 0 {
		t.Errorf("%d queries", b.store.calls)
	}
	w1, w2 := b.ask("GET", path(mine), nil, nil), b.ask("PUT", path(mine), &other, nil)
	if w1.Code != http.StatusUnauthorized || w1.Body.String() != w2.Body.String() {
		t.Errorf("the answers tell more than 401: %d %s %s", w1.Code, w1.Body, w2.Body)
	}
}

// The server logs neither tokens, ids nor addresses, whatever goes wrong.
func TestLogsAreDiscreet(t *testing.T) {
	b := newBench(nil)
	mine := token(1)
	b.store.err = errors.New("disk on fire")
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		if w := b.ask(method, path(mine), &mine, strings.NewReader("x"), "If-Match", `"1-2cf24dba"`); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: %d %v", method, w.Code, w.Header())
		}
	}
	b.store.hook = func() { panic("store is on fire") }
	if w := b.ask("GET", path(mine), &mine, nil); w.Code != http.StatusInternalServerError || code(t, w) != wire.Internal {
		t.Errorf("a panic: %d %s", w.Code, w.Body)
	}
	log := b.log.String()
	if !strings.Contains(log, "disk on fire") || !strings.Contains(log, "store is on fire") {
		t.Errorf("the log does not tell: %s", log)
	}
	for _, secret := range []string{mine.Authorization()[len(wire.Bearer):], mine.ID().String(), b.ip} {
		if strings.Contains(log, secret) {
			t.Errorf("%s is in the log", secret)
		}
	}
	b.store.hook, b.store.err = nil, nil
	if w := b.create(1); w.Code != http.StatusCreated {
		t.Errorf("after a panic: %d", w.Code)
	}
}

// Requests over the limit are turned away at once, and never below 64.
func TestSheds(t *testing.T) {
	for _, limit := range []int{1, 100} {
		b := newBench(func(o *Options) { o.MaxInFlight = limit })
		want := max(limit, MinInFlight)
		hold, held := make(chan struct{}), make(chan struct{})
		b.Handler.store = blocking{b.store.Store, hold, held}
		done := make(chan int)
		for n := range want {
			go func() {
				mine := token(n)
				done <- b.ask("GET", path(mine), &mine, nil).Code
			}()
		}
		for range want {
			<-held
		}
		mine := token(0)
		w := b.ask("GET", path(mine), &mine, nil, "Origin", "moz-extension://x")
		if w.Code != http.StatusServiceUnavailable || code(t, w) != wire.Busy || w.Header().Get("Retry-After") != "2" || w.Header().Get("Access-Control-Allow-Origin") == "" {
			t.Errorf("limit %d: %d %v", limit, w.Code, w.Header())
		}
		close(hold)
		for range want {
			if c := <-done; c != http.StatusNotFound {
				t.Errorf("limit %d: one that was let in got %d", limit, c)
			}
		}
		if w := b.ask("GET", path(mine), &mine, nil); w.Code != http.StatusNotFound {
			t.Errorf("limit %d: afterwards %d", limit, w.Code)
		}
	}
}

type blocking struct {
	store.Store
	hold, held chan struct{}
}

func (b blocking) Get(ctx context.Context, id wire.ID, known wire.Tag, today store.Day) (store.Vault, error) {
	select {
	case <-b.hold:
	default:
		b.held <- struct{}{}
		<-b.hold
	}
	return b.Store.Get(ctx, id, known, today)
}

// A hall behind one address: 600 at once and 500 in ten minutes are served (C11), and those
// beyond get a turn each.
func TestHall(t *testing.T) {
	b := newBench(nil)
	for n := range CreateBurst {
		if w := b.create(n); w.Code != http.StatusCreated {
			t.Fatalf("number %d: %d %s", n, w.Code, w.Body)
		}
	}
	turns := map[int]bool{}
	for n := range 100 {
		w := b.create(CreateBurst + n)
		after, err := strconv.Atoi(w.Header().Get("Retry-After"))
		if w.Code != http.StatusTooManyRequests || code(t, w) != wire.TooManyCreates || err != nil || turns[after] {
			t.Fatalf("number %d: %d, Retry-After %q", CreateBurst+n, w.Code, w.Header().Get("Retry-After"))
		}
		turns[after] = true
	}
	// Another address is not limited, nor is anything but creating.
	b.ip = "192.0.2.2"
	if w := b.create(5000); w.Code != http.StatusCreated {
		t.Errorf("another address: %d", w.Code)
	}
	b.ip = "192.0.2.1"
	first := token(0)
	if w := b.ask("GET", path(first), &first, nil); w.Code != http.StatusOK {
		t.Errorf("GET: %d", w.Code)
	}
	if w := b.ask("PUT", path(first), &first, strings.NewReader("x"), "If-Match", `"1-2cf24dba"`); w.Code != http.StatusOK {
		t.Errorf("PUT: %d", w.Code)
	}
	// A token comes back each second.
	b.now = b.now.Add(10 * time.Second)
	for n := range 11 {
		want := http.StatusCreated
		if n == 10 {
			want = http.StatusTooManyRequests
		}
		if w := b.create(6000 + n); w.Code != want {
			t.Errorf("after ten seconds, number %d: %d", n, w.Code)
		}
	}
	b.now = b.now.Add(10 * time.Minute)
	for n := range 500 {
		if w := b.create(7000 + n); w.Code != http.StatusCreated {
			t.Fatalf("ten minutes later, number %d: %d", n, w.Code)
		}
	}
}

// A flood from many addresses closes the door to new vaults only (attack 23).
func TestFlood(t *testing.T) {
	b := newBench(nil)
	made := 0
	for n := range CreatesPerMinute + 100 {
		b.ip = fmt.Sprintf("198.51.%d.%d", n/250, n%250)
		switch w := b.create(n); w.Code {
		case http.StatusCreated:
			made++
		case http.StatusInsufficientStorage:
			if w.Header().Get("Retry-After") == "" || code(t, w) != wire.Closed {
				t.Fatalf("%v %s", w.Header(), w.Body)
			}
		default:
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	if made != CreatesPerMinute {
		t.Errorf("%d made, want %d", made, CreatesPerMinute)
	}
	first := token(0)
	if w := b.ask("GET", path(first), &first, nil); w.Code != http.StatusOK {
		t.Errorf("GET: %d", w.Code)
	}
	if w := b.ask("PUT", path(first), &first, strings.NewReader("x"), "If-Match", `"1-2cf24dba"`); w.Code != http.StatusOK {
		t.Errorf("PUT: %d", w.Code)
	}
	b.now = b.now.Add(time.Minute)
	if w := b.create(9000); w.Code != http.StatusCreated {
		t.Errorf("a minute later: %d", w.Code)
	}
}

func TestLimits(t *testing.T) {
	b := newBench(func(o *Options) { o.Closed = true })
	w := b.ask("GET", wire.LimitsPath, nil, nil)
	var got wire.Limits
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
		t.Fatal(w.Code, err)
	}
	if want := (wire.Limits{MaxBody: 65536, RetentionDays: 548, CreateBurst: 600, CreateEvery: 1, CreatesPerMinute: 3000, MaxInFlight: 512, MaxVaults: 100000}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// Anybody may ask for the health; the store is queried once in five seconds.
func TestHealth(t *testing.T) {
	b := newBench(nil)
	for range 100 {
		if w := b.ask("GET", wire.HealthPath, nil, nil); w.Code != http.StatusOK {
			t.Fatal(w.Code)
		}
	}
	if b.store.calls != 1 {
		t.Errorf("the store was asked %d times", b.store.calls)
	}
	b.store.err = errors.New("gone")
	b.now = b.now.Add(healthFor)
	if w := b.ask("GET", wire.HealthPath, nil, nil); w.Code != http.StatusServiceUnavailable || code(t, w) != wire.StoreDown {
		t.Errorf("without a store: %d", w.Code)
	}
}

// A body that is cut off, too long or of unknown length, also where its length is
// announced wrongly (attack 22).
func TestBodies(t *testing.T) {
	mine := token(1)
	for name, c := range map[string]struct {
		body   io.Reader
		length int64
		want   int
	}{
		"as announced":            {strings.NewReader("hello"), 5, http.StatusCreated},
		"chunked":                 {strings.NewReader("hello"), -1, http.StatusCreated},
		"cut off":                 {io.MultiReader(strings.NewReader("hel"), failing{}), 5, http.StatusBadRequest},
		"cut off, chunked":        {io.MultiReader(strings.NewReader("hel"), failing{}), -1, http.StatusBadRequest},
		"shorter than announced":  {strings.NewReader("hel"), 5, http.StatusBadRequest},
		"announced too long":      {failing{}, wire.MaxBody + 1, http.StatusRequestEntityTooLarge},
		"too long, chunked":       {endless{}, -1, http.StatusRequestEntityTooLarge},
		"the largest":             {bytes.NewReader(make([]byte, wire.MaxBody)), wire.MaxBody, http.StatusCreated},
		"the largest, chunked":    {bytes.NewReader(make([]byte, wire.MaxBody)), -1, http.StatusCreated},
		"one too many, chunked":   {bytes.NewReader(make([]byte, wire.MaxBody+1)), -1, http.StatusRequestEntityTooLarge},
		"in memory":               {&Body{Whole: []byte("hello")}, 5, http.StatusCreated},
		"in memory, one too many": {&Body{Whole: make([]byte, wire.MaxBody+1)}, -1, http.StatusRequestEntityTooLarge},
	} {
		b := newBench(nil)
		r := httptest.NewRequest("PUT", path(mine), nil)
		body, is := c.body.(io.ReadCloser)
		if !is {
			body = io.NopCloser(c.body)
		}
		r.Body, r.ContentLength = body, c.length
		r.Header.Set("Authorization", mine.Authorization())
		r.Header.Set("Content-Type", wire.MediaType)
		r.Header.Set("If-None-Match", "*")
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", name, w.Code, c.want)
		}
		wantCalls := 0
		if c.want == http.StatusCreated {
			wantCalls = 1
		}
		if b.store.calls != wantCalls {
			t.Errorf("%s: %d queries", name, b.store.calls)
		}
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// Every request gets an answer of ours: never a 5xx, errors in JSON with a code, always Date and
// no-store; and without proof no query.
func FuzzHandler(f *testing.F) {
	mine := token(1)
	f.Add("GET", "/v1/vaults/"+mine.ID().String(), mine.Authorization(), "", "", "", "", []byte(nil))
	f.Add("PUT", "/v1/vaults/"+mine.ID().String(), mine.Authorization(), "", "*", "", wire.MediaType, []byte("hello"))
	f.Add("PUT", "/v1/vaults/"+mine.ID().String(), mine.Authorization(), `"1-2cf24dba"`, "", "chrome-extension://a", wire.MediaType, []byte("x"))
	f.Add("DELETE", "/v1/vaults/"+mine.ID().String(), mine.Authorization(), `"1-2cf24dba"`, "", "", "", []byte(nil))
	f.Add("OPTIONS", "/v1/limits", "", "", "", "moz-extension://a", "", []byte(nil))
	f.Add("GET", "/v1/vaults/%2e%2e/limits?x=%zz", "Bearer \xff", "W/", ",,", "null", "\x00", []byte(nil))
	f.Add("gEt", "//", " ", "\"", "*,*", "https://", "", []byte{0})
	f.Fuzz(func(t *testing.T, method, target, auth, match, none, origin, kind string, body []byte) {
		b := newBench(nil)
		b.create(1)
		calls := b.store.calls
		r := httptest.NewRequest("GET", "/", bytes.NewReader(body))
		r.Method = method
		u, err := r.URL.Parse(target)
		if err != nil {
			return // the server has answered by then
		}
		r.URL = u
		for name, value := range map[string]string{"Authorization": auth, "If-Match": match, "If-None-Match": none, "Origin": origin, "Content-Type": kind} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		if w.Code >= 400 && w.Header().Get("Content-Type") != wire.MediaType && code(t, w) == "" {
			t.Error("no code")
		}
		if w.Header().Get("Date") == "" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("headers %v", w.Header())
		}
		given, ok := wire.ParseToken(auth)
		if asked := b.store.calls - calls; asked > 0 && u.Path != wire.HealthPath && (!ok || !strings.HasSuffix(u.EscapedPath(), given.ID().String())) {
			t.Errorf("%d queries without proof", asked)
		}
		if b.log.Len() > 0 {
			t.Errorf("it logs %s", &b.log)
		}
	})
}
