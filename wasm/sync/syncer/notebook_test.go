package syncer

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/sync/notebook"
	"byeolpyo/wasm/sync/vault"
)

const talk = session.Key("2026/s/a")

// says checks what a device shows of a session.
func (p *people) says(d *device, key session.Key, want ...string) {
	p.Helper()
	slices.Sort(want)
	if got := d.reads()[string(key)]; !slices.Equal(got, want) {
		p.Errorf("of %s %q is said, want %q", key, got, want)
	}
}

// notesOf is the vault of notes of a secret.
func (p *people) notesOf(secret vault.Secret) *server { return p.cloud.at(home, secret.NoteKeys().ID) }

func (p *people) run(d *device) {
	p.Helper()
	p.now += day
	p.must(d.syncer().Run(context.Background(), true))
}

// The vault of notes is made with the first note and not requested before; what is written on
// one device is read on the other.
func TestNotesMadeWithTheFirst(t *testing.T) {
	p := newPeople(t)
	a, b := p.device(), p.device()
	secret := p.pair(a, b)
	asked := map[*device]int{}
	p.answer = func(d *device, q Request) (Response, error) {
		if q.Token == secret.NoteKeys().Token {
			asked[d]++
		}
		return p.cloud.do(q), nil
	}
	p.tap(a, string(talk))
	p.run(a)
	p.run(b)
	a.note(talk, "지워질 글")
	a.note(talk, "") // taken out again before anything was sent
	p.run(a)
	if v := p.notesOf(secret); len(asked) > 1 || asked[b] > 0 || v.version != 0 {
		t.Fatalf("without a note: asked %v, version %d", asked, v.version)
	}
	a.note(talk, "왜 그런지 물어보기")
	if n := PendingNotes(a.state(), a.entries); n != 1 || Wake(a.state(), a.entries, a.ring, p.now) == 0 || !Due(Changed, a.state(), a.entries, p.now) {
		t.Errorf("%d are pending, and nobody sees to it", n)
	}
	p.run(a)
	if n := PendingNotes(a.state(), a.entries); n != 0 || Wake(a.state(), a.entries, a.ring, p.now) != 0 {
		t.Errorf("%d are pending once they are there", n)
	}
	p.run(b)
	p.says(b, talk, "왜 그런지 물어보기")
	if p.notesOf(secret).version != 1 || p.cloud.vault(home, secret).version == 0 {
		t.Errorf("version %d of the notes", p.notesOf(secret).version)
	}
	before := *p.notesOf(secret)
	p.run(a)
	p.run(b)
	if after := *p.notesOf(secret); after.version != before.version {
		t.Error("written again without a reason")
	}
	if len(a.shown()) != 1 || len(b.shown()) != 1 {
		t.Error("the picks are not what they were")
	}
}

// Texts that two devices wrote both stay; one text in place of both is one on both.
func TestNotesApart(t *testing.T) {
	p := newPeople(t)
	a, b := p.device(), p.device()
	p.pair(a, b)
	a.skew = -year
	a.note(talk, "하나")
	b.note(talk, "둘")
	b.write(talk, func(n notes.Note, by notes.Pen) notes.Note { n, _ = n.SetQuestion("q", "왜요?", false, by); return n })
	p.quiet()
	for _, d := range p.devices {
		p.says(d, talk, "둘", "하나")
		p.says(d, talk+" q", "왜요?")
	}
	a.note(talk, "하나와 둘")
	p.quiet()
	for _, d := range p.devices {
		p.says(d, talk, "하나와 둘")
	}
}

// What a page writes between sync's reading and writing stays.
func TestNoteWhileSyncing(t *testing.T) {
	for at := 1; ; at++ {
		p := newPeople(t)
		a, b := p.device(), p.device()
		p.pair(a, b)
		a.note(talk, "다른 기기의 글")
		p.quiet()
		b.note(talk, "이 기기의 글")
		a.note(talk, "또 다른 글")
		p.run(a)
		steps := 0
		b.step = func(bool) {
			if steps++; steps == at {
				b.write(talk, func(n notes.Note, by notes.Pen) notes.Note {
					n, _ = n.SetQuestion("q", "지금 쓴 질문", false, by)
					return n
				})
			}
		}
		p.run(b)
		if steps < at {
			if at < 8 {
				t.Errorf("only %d steps", at)
			}
			break
		}
		p.quiet()
		for _, d := range p.devices {
			p.says(d, talk, "또 다른 글", "이 기기의 글")
			p.says(d, talk+" q", "지금 쓴 질문")
		}
	}
}

// Both vaults are renewed, and both are deleted, by this version.
func TestNotesGoWithTheVault(t *testing.T) {
	ctx := context.Background()
	p := newPeople(t)
	a, b := p.device(), p.device()
	old := p.pair(a, b)
	a.note(talk, "하나")
	p.quiet()
	b.note(talk, "둘") // which a has not read
	p.run(b)
	why, err := a.syncer().Rotate(ctx)
	p.must(err)
	if why != None || !p.notesOf(old).gone || p.notesOf(*a.ring.Current).version == 0 {
		t.Fatalf("%q; the old notes are gone: %v; the new have version %d", why, p.notesOf(old).gone, p.notesOf(*a.ring.Current).version)
	}
	p.says(a, talk, "둘")
	p.must(b.syncer().Pair(ctx, home, *a.ring.Current, vault.Floor{}))
	p.quiet()
	p.says(b, talk, "둘")
	if len(a.ring.Departed)+len(b.ring.Departed) > 0 {
		t.Errorf("still to be deleted: %v, %v", a.ring.Departed, b.ring.Departed)
	}

	now := *a.ring.Current
	lost := true
	p.answer = func(_ *device, q Request) (Response, error) {
		if lost && q.Method == "DELETE" && q.Token == now.NoteKeys().Token {
			return Response{}, errLost
		}
		return p.cloud.do(q), nil
	}
	if why, err = a.syncer().Delete(ctx); err != nil || why != Offline || !p.cloud.vault(home, now).gone || p.notesOf(now).gone {
		t.Fatalf("half of it: %q, %v", why, err)
	}
	lost = false
	p.run(a)
	if s := stateOf(a); s.On || !p.notesOf(now).gone {
		t.Errorf("on %v, the notes are gone: %v", s.On, p.notesOf(now).gone)
	}
	p.says(a, talk, "둘")
	p.run(b)
	p.says(b, talk, "둘")

	third := p.pair(b)
	p.run(b)
	if p.notesOf(third).version == 0 {
		t.Fatal("no test")
	}
	if why, err := b.syncer().Delete(ctx); why != None || err != nil || !p.notesOf(third).gone || !p.cloud.vault(home, third).gone {
		t.Errorf("deleted: %q, %v, the notes are gone: %v", why, err, p.notesOf(third).gone)
	}
	p.says(b, talk, "둘")
}

// What another device wrote into the old notes after they were last read, and which this device
// was told exists, is merged before they are deleted.
func TestLastNotesAreKept(t *testing.T) {
	p := newPeople(t)
	a := p.device()
	old := p.pair(a)
	a.note(talk, "하나")
	p.run(a)
	keys := old.NoteKeys()
	p.answer = func(_ *device, q Request) (Response, error) {
		if v := p.notesOf(old); q.Method == "DELETE" && q.Token == old.Keys().Token && v.version == 1 {
			n := notes.Note{Session: session.Session{Key: "2026/s/b"}}.SetText("둘", notes.Pen{Now: p.now})
			body, err := keys.Seal([vault.NonceBytes]byte{7}, 2, notebook.Body{Notes: map[session.Key]notes.Note{"2026/s/b": n}}.Encode())
			p.must(err)
			v.version, v.body = 2, body
		}
		return p.cloud.do(q), nil
	}
	why, err := a.syncer().Rotate(context.Background())
	p.must(err)
	if why != None || !p.notesOf(old).gone || p.notesOf(old).version != 2 {
		t.Fatalf("%q, gone %v at %d: no test", why, p.notesOf(old).gone, p.notesOf(old).version)
	}
	p.says(a, talk, "하나")
	p.says(a, "2026/s/b", "둘")
	if n := PendingNotes(a.state(), a.entries); n != 0 {
		t.Errorf("%d are not in the new vault", n)
	}
}

// A device that learns that 0.1.0 has renewed the first vault deletes the notes of the old
// secret: at once, later if that request is lost, and even if it is paired again before it
// learns.
func TestNotesBesideOldVersion(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		name        string
		lost, early bool
	}{{"told", false, false}, {"told, and the deletion lost", true, false}, {"paired anew before it is told", false, true}} {
		p := newPeople(t)
		a, b := p.device(), p.device()
		old := p.pair(a, b)
		a.note(talk, "하나")
		p.run(a)
		b.old = true
		p.now += day
		_, err := b.oldSyncer().Rotate(ctx)
		p.must(err)
		renewed := *b.ring.Current
		if !p.cloud.vault(home, old).gone || p.notesOf(old).version == 0 || p.notesOf(old).gone {
			t.Fatalf("%s: no test", c.name)
		}
		p.answer = func(_ *device, q Request) (Response, error) {
			if c.lost && q.Method == "DELETE" {
				return Response{}, errLost
			}
			return p.cloud.do(q), nil
		}
		if !c.early {
			p.run(a)
			if s := stateOf(a); s.On || s.Reason != Gone || p.notesOf(old).gone == c.lost || (len(a.ring.Departed) > 0) != c.lost {
				t.Errorf("%s: on %v, %q, the notes are gone: %v, %d to be deleted", c.name, s.On, s.Reason, p.notesOf(old).gone, len(a.ring.Departed))
			}
		}
		p.answer = nil
		p.must(a.syncer().Pair(ctx, home, renewed, vault.Floor{}))
		p.run(a)
		if s := stateOf(a); !s.On || s.Reason != None || !p.notesOf(old).gone || len(a.ring.Departed) > 0 {
			t.Errorf("%s: on %v, %q, the notes are gone: %v, %d to be deleted", c.name, s.On, s.Reason, p.notesOf(old).gone, len(a.ring.Departed))
		}
		p.says(a, talk, "하나")
		b.old = false // it is updated
		p.run(b)
		p.says(b, talk, "하나")
	}
}

// A vault that others still use keeps its notes when a device leaves it for another; a device
// that comes back to it finds them.
func TestNotesOfOthersStay(t *testing.T) {
	ctx := context.Background()
	p := newPeople(t)
	a, b := p.device(), p.device()
	first := p.pair(a, b)
	a.note(talk, "하나")
	p.quiet()
	b.note(talk, "둘")
	p.run(b)
	other := p.pair(p.device())
	p.must(a.syncer().Pair(ctx, home, other, vault.Floor{}))
	asked := 0
	p.answer = func(d *device, q Request) (Response, error) {
		if d == a && q.Token == first.Keys().Token {
			asked++
		}
		return p.cloud.do(q), nil
	}
	for range 2 * maxChecks {
		p.run(a)
	}
	if p.notesOf(first).gone || len(a.ring.Departed) > 0 || asked == 0 || asked > maxChecks {
		t.Errorf("the notes are gone: %v; asked %d times; %v", p.notesOf(first).gone, asked, a.ring.Departed)
	}
	p.must(a.syncer().Pair(ctx, home, first, vault.Floor{}))
	p.run(a)
	p.says(a, talk, "둘")
	if len(a.ring.Departed) > 0 && a.ring.Departed[0].Secret == first {
		t.Error("what is used is to be deleted")
	}
}

// Beyond 60 KiB the notes that were changed longest ago stay on the device, and their
// records say so; where there is room again they go.
func TestNotesBeyondTheVault(t *testing.T) {
	p := newPeople(t)
	a, b := p.device(), p.device()
	secret := p.pair(a, b)
	long := strings.Repeat("글", 1900) // 5.7 KB
	key := func(i int) session.Key { return session.Key(fmt.Sprintf("2026/s/%02d", i)) }
	for i := range 14 {
		p.now += 60_000
		a.note(key(i), long+fmt.Sprint(i))
	}
	p.quiet()
	here := func(d *device) (keys []string) {
		for i := range 14 {
			if notes.Here(d.entries[notes.BroughtKey(key(i))]) {
				keys = append(keys, string(key(i)))
			}
		}
		return keys
	}
	if got := here(a); !reflect.DeepEqual(got, []string{"2026/s/00", "2026/s/01", "2026/s/02", "2026/s/03"}) {
		t.Errorf("on this device only: %v", got)
	}
	if n := len(b.reads()); n != 10 || PendingNotes(a.state(), a.entries) != 0 || a.state().Reason != None {
		t.Errorf("%d on the other; %d pending, %q", n, PendingNotes(a.state(), a.entries), a.state().Reason)
	}
	if n := len(p.notesOf(secret).body); n != 60<<10+vault.Overhead {
		t.Errorf("%d bytes are sealed", n)
	}
	version := p.notesOf(secret).version
	p.quiet()
	if p.notesOf(secret).version != version {
		t.Error("two devices write the vault in turns")
	}
	for i := 4; i < 14; i++ {
		a.note(key(i), "짧게")
	}
	p.quiet()
	if got := here(a); got != nil || len(b.reads()) != 14 {
		t.Errorf("with room again: %v on this device only, %d on the other", got, len(b.reads()))
	}
}

// A server that makes no new vaults, or has deleted only that of the notes, does not hold up the
// picks; once it accepts the notes they are sent.
func TestNotesRefused(t *testing.T) {
	p := newPeople(t)
	a, b := p.device(), p.device()
	secret := p.pair(a, b)
	status := 507
	refuse := func(_ *device, q Request) (Response, error) {
		if status != 0 && q.Token == secret.NoteKeys().Token && q.Method == "PUT" {
			return Response{Status: status, Date: p.now, RetryAfter: 100}, nil
		}
		return p.cloud.do(q), nil
	}
	p.answer = refuse
	a.note(talk, "하나")
	p.tap(a, string(talk))
	p.run(a)
	s := stateOf(a)
	if s.Reason != None || s.Notebook.Reason != Closed || Pending(s, a.entries) != 0 {
		t.Fatalf("%q, notes %q", s.Reason, s.Notebook.Reason)
	}
	if at := Wake(s, a.entries, a.ring, p.now); at < p.now+maxWait || at > p.now+day {
		t.Errorf("woken in %d ms", at-p.now)
	}
	p.now -= day
	p.run(a) // within the wait
	status = 0
	p.quiet()
	p.says(b, talk, "하나")
	p.notesOf(secret).gone = true
	a.note(talk, "둘")
	p.run(a)
	if s := stateOf(a); s.Reason != None || s.Notebook.Reason != Gone || !s.On {
		t.Errorf("%q, notes %q", s.Reason, s.Notebook.Reason)
	}
	p.says(a, talk, "둘")
}

// A server that goes back, forgets, or damages the notes loses none, and is reported.
func TestNotesHeal(t *testing.T) {
	for what, spoil := range map[string]struct {
		do   func(v *server, old server)
		want string
	}{
		"goes back": {func(v *server, old server) { v.version, v.body = old.version, old.body }, NoticeRolledBack},
		"forgets":   {func(v *server, _ server) { v.version, v.body = 0, nil }, NoticeRecreated},
		"damages":   {func(v *server, _ server) { v.body = slices.Clone(v.body); v.body[40] ^= 1 }, NoticeDamaged},
		"gives another's": {func(v *server, _ server) {
			keys := vault.Secret{9}.NoteKeys()
			v.body, _ = keys.Seal([vault.NonceBytes]byte{}, v.version, (notebook.Body{}).Encode())
		}, NoticeDamaged},
	} {
		p := newPeople(t)
		a, b := p.device(), p.device()
		secret := p.pair(a, b)
		a.note(talk, "하나")
		p.quiet()
		old := *p.notesOf(secret)
		a.note(talk, "둘")
		p.quiet()
		spoil.do(p.notesOf(secret), old)
		p.run(a)
		if got := stateOf(a).Notices; !slices.Contains(got, spoil.want) {
			t.Errorf("%s: %v is told", what, got)
		}
		p.quiet()
		c := p.device()
		p.must(c.syncer().Pair(context.Background(), home, secret, vault.Floor{}))
		p.quiet()
		for _, d := range p.devices {
			p.says(d, talk, "둘")
		}
	}
}

// A note of a newer version, in the vault, in storage, and a newer vault, are left as they
// are; what is written here stays here.
func TestNewerNotes(t *testing.T) {
	p := newPeople(t)
	a := p.device()
	secret := p.pair(a)
	newer := jsontree.Raw(`{"drawing":[1],"v":2}`)
	keys := secret.NoteKeys()
	put := func(version int64, plain []byte) {
		body, err := keys.Seal([vault.NonceBytes]byte{byte(version)}, version, plain)
		p.must(err)
		v := p.notesOf(secret)
		v.version, v.body = version, body
	}
	put(1, notebook.Body{Unrecognized: map[string]jsontree.Raw{string(talk): newer}, Rest: map[string]jsontree.Raw{"later": jsontree.Raw("1")}}.Encode())
	a.note(talk, "여기")
	a.note("2026/s/b", "저기")
	stored := map[string]any{"v": 2.0, "drawing": 1.0}
	a.entries[notes.BroughtKey("2026/s/c")], a.entries[notes.StorageKey("2026/s/d")] = stored, stored
	p.quiet()
	v := p.notesOf(secret)
	plain, err := keys.Open(v.version, v.body)
	p.must(err)
	body, err := notebook.Decode(plain)
	p.must(err)
	if string(body.Unrecognized[string(talk)]) != string(newer) || len(body.Notes) != 1 || string(body.Rest["later"]) != "1" {
		t.Errorf("%+v", body)
	}
	p.says(a, talk, "여기")
	if !notes.Here(a.entries[notes.BroughtKey(talk)]) || PendingNotes(a.state(), a.entries) != 0 {
		t.Error("nobody says that it is on this device only")
	}
	if !reflect.DeepEqual(a.entries[notes.BroughtKey("2026/s/c")], stored) || !reflect.DeepEqual(a.entries[notes.StorageKey("2026/s/d")], stored) {
		t.Error("a newer record was written over")
	}
	put(9, []byte{notebook.Format + 1, '{', '}'})
	a.note("2026/s/b", "또")
	p.run(a)
	if s := stateOf(a); s.Reason != None || s.Notebook.Reason != Newer || p.notesOf(secret).version != 9 {
		t.Errorf("%q, notes %q, version %d", s.Reason, s.Notebook.Reason, p.notesOf(secret).version)
	}
}

// A vault of notes is requested with its own token, and never at the picks' address.
func TestNotesOwnKeys(t *testing.T) {
	var secret vault.Secret
	secret[1] = 5
	picks, noted := secret.Keys(), secret.NoteKeys()
	if picks.ID == noted.ID || picks.Token == noted.Token || noted.Token.ID() != noted.ID {
		t.Error("the keys are not apart")
	}
	body, err := noted.Seal([vault.NonceBytes]byte{}, 1, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := picks.Open(1, body); err == nil {
		t.Error("the picks' keys open the notes")
	}
	if len(body) > wire.MaxBody {
		t.Error("too large")
	}
}
