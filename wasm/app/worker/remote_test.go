package worker

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/platform"
	"byeolpyo/wasm/platform/memory"
	"byeolpyo/wasm/sync/syncer"
)

// network keeps what was asked, and gives one answer.
type network struct {
	asked  platform.Request
	answer platform.Response
	err    error
}

func (n *network) Fetch(r platform.Request, done func(platform.Response, error)) {
	n.asked = r
	done(n.answer, n.err)
}

// A request carries what the server goes by and no more; of the answer only what has its
// form is taken.
func TestRemote(t *testing.T) {
	token := wire.Token{1, 2, 3}
	n := &network{answer: platform.Response{Status: 200, ETag: `"x"`, Date: "Wed, 12 Aug 2026 01:02:03 GMT", RetryAfter: "7", Type: wire.MediaType, Body: []byte("sealed")}}
	got, err := Remote{n}.Do(context.Background(), syncer.Request{Method: "PUT", Server: server, Token: token, Match: `"w"`, Body: []byte("mine")})
	if err != nil || got.Status != 200 || got.ETag != `"x"` || got.Date != 1786496523000 || got.RetryAfter != 7 || string(got.Body) != "sealed" {
		t.Errorf("%+v, %v", got, err)
	}
	q := n.asked
	if q.Method != "PUT" || q.URL != server+wire.VaultPath+token.ID().String() || string(q.Body) != "mine" || q.Most != wire.MaxBody || strings.Contains(q.URL, "?") {
		t.Errorf("asked %+v", q)
	}
	want := map[string]string{"Authorization": token.Authorization(), "If-Match": `"w"`, "Content-Type": wire.MediaType, "Prefer": wire.PreferBody}
	for name, value := range want {
		if q.Header[name] != value {
			t.Errorf("%s: %q", name, q.Header[name])
		}
	}
	if len(q.Header) != len(want) {
		t.Errorf("headers %v", q.Header)
	}

	n.answer = platform.Response{Status: 503, Date: "yesterday", RetryAfter: "-1", Type: "text/html", Body: []byte("<p>")}
	got, err = Remote{n}.Do(context.Background(), syncer.Request{Method: "GET", Server: server, Token: token, NoneMatch: `"v"`})
	if err != nil || got.Status != 503 || got.Date != 0 || got.RetryAfter != 0 || got.Body != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if q := n.asked; q.Body != nil || q.Header["If-None-Match"] != `"v"` || len(q.Header) != 2 {
		t.Errorf("asked %+v", q)
	}
	n.err = errors.New("no network")
	if _, err := (Remote{n}).Do(context.Background(), syncer.Request{Token: token}); err == nil {
		t.Error("no answer is one")
	}
}

// Secrets and notes come back as they were kept. A keyring that cannot be read is lost,
// one that is not told is an error, and one that has no room says so.
func TestTexts(t *testing.T) {
	kept := &text{}
	s := Secrets{kept}
	if ring, err := s.LoadKeyring(); err != nil || ring.Current != nil {
		t.Errorf("none: %+v, %v", ring, err)
	}
	d := newDevice(newAPI(), 1)
	d.act(t, "on", "", "")
	ring, err := Secrets{&d.ring}.LoadKeyring()
	if err != nil || ring.Current == nil {
		t.Fatalf("%+v, %v", ring, err)
	}
	if err := s.SaveKeyring(ring); err != nil || kept.kept != d.ring.kept {
		t.Errorf("kept %q, %v", kept.kept, err)
	}
	kept.failing = &platform.Error{Message: "QUOTA_BYTES"}
	if err := s.SaveKeyring(ring); !errors.Is(err, syncer.ErrFull) {
		t.Errorf("full: %v", err)
	}
	if _, err := s.LoadKeyring(); err == nil {
		t.Error("what is not told is none")
	}
	if got := (Notes{kept}).LoadTrouble(); got != (syncer.Trouble{}) {
		t.Errorf("a note that is not told: %+v", got)
	}
	kept.failing, kept.kept = nil, "{"
	if ring, err := s.LoadKeyring(); err != nil || ring.Current != nil {
		t.Errorf("damaged: %+v, %v", ring, err)
	}
	want := syncer.Trouble{Reason: syncer.Full, Wait: 5, Tries: 2}
	Notes{kept}.SaveTrouble(want)
	if got := (Notes{kept}).LoadTrouble(); got != want {
		t.Errorf("%+v", got)
	}
}

// A sleep lasts as long as it should, also after one that was broken off.
func TestClockSleeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := memory.NewClock(epoch)
		c := NewClock(clock)
		ctx, stop := context.WithCancel(context.Background())
		broken := make(chan error, 1)
		go func() { broken <- c.Sleep(ctx, 50) }()
		synctest.Wait()
		stop()
		if err := <-broken; !errors.Is(err, context.Canceled) {
			t.Errorf("broken off: %v", err)
		}
		clock.Run(60) // what was broken off runs out
		slept := make(chan error, 1)
		go func() { slept <- c.Sleep(context.Background(), 100) }()
		synctest.Wait()
		clock.Run(99)
		synctest.Wait()
		if len(slept) != 0 {
			t.Error("woke too soon")
		}
		clock.Run(1)
		if err := <-slept; err != nil || c.Now() != epoch+160 {
			t.Errorf("%v at %d", err, c.Now()-epoch)
		}
	})
}
