package syncer

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/sync/vault"
)

// server is a vault server of one vault, like package handler. What else it does, tests set.
type server struct {
	version  int64
	body     []byte
	gone     bool
	now      func() int64
	requests int
}

func (s *server) do(q Request) Response {
	s.requests++
	a := Response{Date: s.now() / 1000 * 1000}
	current := func() string { return wire.TagOf(s.version, wire.HashOf(s.body)).String() }
	switch {
	case s.gone:
		a.Status = http.StatusGone
	case q.Method == "GET" && s.version == 0, q.Method == "DELETE" && s.version == 0:
		a.Status = http.StatusNotFound
	case q.Method == "GET" && q.NoneMatch == current():
		a.Status, a.ETag = http.StatusNotModified, current()
	case q.Method == "GET":
		a.Status, a.ETag, a.Body = http.StatusOK, current(), s.body
	case q.Method == "DELETE" && q.Match != current():
		a.Status, a.ETag = http.StatusPreconditionFailed, current()
	case q.Method == "DELETE":
		s.gone, s.body = true, nil
		a.Status = http.StatusNoContent
	case q.NoneMatch == wire.Any && s.version == 0:
		s.version, s.body = 1, q.Body
		a.Status, a.ETag = http.StatusCreated, current()
	case s.version == 0:
		a.Status = http.StatusNotFound
	case q.Match == current():
		s.version, s.body = s.version+1, q.Body
		a.Status, a.ETag = http.StatusOK, current()
	case wire.HashOf(s.body) == wire.HashOf(q.Body) && s.oneBehind(q):
		a.Status, a.ETag = http.StatusOK, current() // its answer was lost
	default:
		a.Status, a.ETag, a.Body = http.StatusPreconditionFailed, current(), s.body
	}
	return a
}

func (s *server) oneBehind(q Request) bool {
	tag, ok := wire.ParseTag(q.Match)
	return ok && tag.Version == s.version-1 || q.NoneMatch == wire.Any && s.version == 1
}

// cloud is servers with any number of vaults.
type cloud struct {
	now    func() int64
	vaults map[string]*server // by address and id
}

func newCloud(now func() int64) *cloud { return &cloud{now, map[string]*server{}} }

func (c *cloud) vault(address string, secret vault.Secret) *server {
	return c.at(address, secret.Keys().ID)
}

func (c *cloud) at(address string, id wire.ID) *server {
	key := address + " " + id.String()
	v := c.vaults[key]
	if v == nil {
		v = &server{now: c.now}
		c.vaults[key] = v
	}
	return v
}

// copy is a backup of all of it.
func (c *cloud) copy() map[string]server {
	out := map[string]server{}
	for key, v := range c.vaults {
		out[key] = *v
	}
	return out
}

// restore goes back to a backup.
func (c *cloud) restore(saved map[string]server) {
	c.vaults = map[string]*server{}
	for key, v := range saved {
		c.vaults[key] = &v
	}
}

func (c *cloud) do(q Request) Response { return c.at(q.Server, q.Token.ID()).do(q) }

// disk is what survives the death of the program.
type disk struct {
	entries map[string]any
	ring    Keyring
	trouble Trouble
}

func (d disk) copy() disk {
	d.entries = maps.Clone(d.entries)
	return d
}

// killed is thrown where a program dies.
type killed struct{}

// device is one profile of a browser.
type device struct {
	disk
	old   bool         // it has version 0.1.0: see oldSyncer
	skew  int64        // of its clock, in ms
	clock func() int64 // the true time
	via   func(Request) (Response, error)
	// step is called around everything that a run does outside of itself; it may tap,
	// and throw killed. flying says that an answer is on its way.
	step   func(flying bool)
	random *rand.Rand
	// fail is asked at every use of storage and keyring, by the name of the method, and
	// may refuse it. nil never does.
	fail  func(method string) error
	kept  func(before, after Keyring) // is told of every change of the keyring
	text  string                      // of the state that was read last
	read  *State
	sleep func(ctx context.Context, ms int64) error
}

func (d *device) syncer() *Syncer {
	return &Syncer{Remote: d, Store: d, Secrets: d, Notes: d, Clock: d, Label: "test", Random: func(p []byte) {
		for i := range p {
			p[i] = byte(d.random.Uint32())
		}
	}}
}

func (d *device) at() {
	if d.step != nil {
		d.step(false)
	}
}

func (d *device) refuses(method string) error {
	if d.fail != nil {
		return d.fail(method)
	}
	return nil
}

func (d *device) Load() (map[string]any, error) {
	d.at()
	if err := d.refuses("Load"); err != nil {
		return nil, err
	}
	return maps.Clone(d.entries), nil
}

func (d *device) Save(entries map[string]any) error {
	d.at()
	if err := d.refuses("Save"); err != nil {
		return err
	}
	maps.Copy(d.entries, entries)
	d.at()
	return nil
}

func (d *device) LoadKeyring() (Keyring, error) {
	d.at()
	if err := d.refuses("LoadKeyring"); err != nil {
		return Keyring{}, err
	}
	return d.ring, nil
}

func (d *device) SaveKeyring(r Keyring) error {
	d.at()
	if err := d.refuses("SaveKeyring"); err != nil {
		return err
	}
	text := r.Encode() // what the program does with it later is not stored
	if d.kept != nil {
		d.kept(d.ring, r)
	}
	var err error
	d.ring, err = DecodeKeyring(text)
	d.at()
	return err
}

func (d *device) LoadTrouble() Trouble { return d.trouble }

func (d *device) SaveTrouble(t Trouble) { d.trouble = t }

func (d *device) Now() int64 { return d.clock() + d.skew }

func (d *device) Sleep(ctx context.Context, ms int64) error {
	d.at()
	if d.sleep != nil {
		return d.sleep(ctx, ms)
	}
	return nil
}

func (d *device) Do(_ context.Context, q Request) (Response, error) {
	d.at()
	a, err := d.via(q)
	if d.step != nil {
		d.step(true)
	}
	return a, err
}

var errLost = errors.New("no answer")

// run runs the syncer; alive is false if the program died.
func (d *device) run() (alive bool, err error) {
	return d.act(func() error {
		if d.old {
			return d.oldSyncer().Run(context.Background(), true)
		}
		return d.syncer().Run(context.Background(), true)
	})
}

// mustRun is run, where storage never refuses.
func (d *device) mustRun() (alive bool) {
	alive, err := d.run()
	if err != nil {
		panic(err)
	}
	return alive
}

// act runs f, in which the program may die.
func (d *device) act(f func() error) (alive bool, err error) {
	defer func() {
		if e := recover(); e != nil {
			if _, is := e.(killed); !is {
				panic(e)
			}
		}
	}()
	return true, f()
}

// tap is a click on a star, which reads only what is shown.
func (d *device) tap(key string, state picks.State) {
	name := records.PickPrefix + key
	p := picks.Pick{State: state, Tapped: d.Now(), Session: session.Session{Key: session.Key(key)}}
	if m, ok := d.entries[name].(map[string]any); ok {
		p.Seen, _ = m["seen"].(string)
	}
	p.Store(d.entries, session.Key(key))
}

// page is a pen of a popup that is opened on the device.
func (d *device) page() notes.Pen {
	return notes.Pen{Now: d.Now(), Writer: notes.Writer(strconv.FormatUint(d.random.Uint64(), 36))}
}

// write makes a popup write about a session what f makes of what is shown.
func (d *device) write(key session.Key, f func(n notes.Note, by notes.Pen) notes.Note) {
	n, _ := notes.Load(key, d.entries)
	d.entries[notes.StorageKey(key)] = f(n, d.page()).Encode()
}

// note writes the note on a session.
func (d *device) note(key session.Key, text string) {
	d.write(key, func(n notes.Note, by notes.Pen) notes.Note { return n.SetText(text, by) })
}

// reads returns the texts that the device shows of notes, sorted, by place. A place is a
// session, or one of its questions.
func (d *device) reads() map[string][]string {
	out := map[string][]string{}
	place := func(name string, e notes.Entry) {
		var texts []string
		for _, v := range e.Read() {
			texts = append(texts, v.Text)
		}
		slices.Sort(texts)
		if len(texts) > 0 {
			out[name] = texts
		}
	}
	for key, n := range written(d.entries) {
		place(string(key), n.Text)
		for question, e := range n.Questions {
			place(string(key)+" "+question, e)
		}
	}
	return out
}

// shown is what the device shows: the state of each pick that is not off.
func (d *device) shown() map[string]string {
	out := map[string]string{}
	for name, tree := range d.entries {
		if m, ok := tree.(map[string]any); ok && name[:5] == records.PickPrefix && m["state"] != "off" {
			out[name] = m["state"].(string)
		}
	}
	return out
}

func (d *device) state() *State {
	text := d.entries[records.SyncKey].(string)
	if d.read == nil || d.text != text {
		s, ok := LoadState(text)
		if !ok {
			panic("the state cannot be read")
		}
		d.text, d.read = text, s
	}
	return d.read
}
