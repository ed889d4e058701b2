package worker

import (
	"context"
	"strconv"
	"time"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/platform"
	"byeolpyo/wasm/sync/syncer"
)

// Remote is a syncer.Remote over the browser's network.
type Remote struct{ Network platform.Network }

// httpDate is the form of the header Date.
const httpDate = "Mon, 02 Jan 2006 15:04:05 GMT"

// Do implements syncer.Remote.
func (r Remote) Do(_ context.Context, q syncer.Request) (syncer.Response, error) {
	header := map[string]string{"Authorization": q.Token.Authorization()}
	if q.Match != "" {
		header["If-Match"] = q.Match
	}
	if q.NoneMatch != "" {
		header["If-None-Match"] = q.NoneMatch
	}
	request := platform.Request{Method: q.Method, URL: q.Server + wire.VaultPath + q.Token.ID().String(), Header: header, Most: wire.MaxBody}
	if q.Method == "PUT" {
		header["Content-Type"], header["Prefer"] = wire.MediaType, wire.PreferBody
		request.Body = append([]byte{}, q.Body...)
	}
	got, err := wait(func(done func(platform.Response, error)) { r.Network.Fetch(request, done) })
	if err != nil {
		return syncer.Response{}, err
	}
	a := syncer.Response{Status: got.Status, ETag: got.ETag}
	if date, err := time.Parse(httpDate, got.Date); err == nil {
		a.Date = date.UnixMilli()
	}
	if n, err := strconv.ParseInt(got.RetryAfter, 10, 64); err == nil && n > 0 {
		a.RetryAfter = n
	}
	if got.Type == wire.MediaType {
		a.Body = got.Body
	}
	return a, nil
}

// Secrets is a syncer.Secrets in one text.
type Secrets struct{ Text platform.Text }

// LoadKeyring implements syncer.Secrets.
func (s Secrets) LoadKeyring() (syncer.Keyring, error) {
	text, err := wait(s.Text.Load)
	if err != nil || text == "" {
		return syncer.Keyring{}, err
	}
	ring, _ := syncer.DecodeKeyring(text) // a keyring that cannot be read counts as lost, which the person is told
	return ring, nil
}

// SaveKeyring implements syncer.Secrets.
func (s Secrets) SaveKeyring(ring syncer.Keyring) error {
	return Refusal(save(s.Text, ring.Encode()))
}

// Notes is a syncer.Notes in one text.
type Notes struct{ Text platform.Text }

// LoadTrouble implements syncer.Notes.
func (n Notes) LoadTrouble() (t syncer.Trouble) {
	if text, err := wait(n.Text.Load); err == nil {
		t = syncer.DecodeTrouble(text) // "" is none
	}
	return t
}

// SaveTrouble implements syncer.Notes.
func (n Notes) SaveTrouble(t syncer.Trouble) {
	_ = save(n.Text, t.Encode())
}

// save keeps a text and waits.
func save(t platform.Text, text string) error {
	_, err := wait(func(done func(struct{}, error)) {
		t.Save(text, func(err error) { done(struct{}{}, err) })
	})
	return err
}

// Clock is a syncer.Clock over the browser's. Only one goroutine may sleep at a time.
type Clock struct {
	platform.Clock
	nap  platform.Timer
	over chan struct{}
}

// NewClock returns a Clock.
func NewClock(c platform.Clock) *Clock {
	k := &Clock{Clock: c, over: make(chan struct{}, 1)}
	k.nap = c.Timer(func() {
		select {
		case k.over <- struct{}{}:
		default:
		}
	})
	return k
}

// Sleep implements syncer.Clock.
func (c *Clock) Sleep(ctx context.Context, ms int64) error {
	select {
	case <-c.over: // a sleep that was broken off
	default:
	}
	c.nap.Set(int(ms))
	select {
	case <-c.over:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
