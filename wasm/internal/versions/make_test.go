package versions_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/app/page"
	"byeolpyo/wasm/app/pictures"
	"byeolpyo/wasm/app/popup"
	"byeolpyo/wasm/app/syncpage"
	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/internal/versions"
	"byeolpyo/wasm/model/cache"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/reminders"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/share"
	"byeolpyo/wasm/picture/layout"
	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/typeset"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
	"byeolpyo/wasm/sync/backup"
	"byeolpyo/wasm/sync/syncer"
	"byeolpyo/wasm/sync/vault"
)

var update = flag.Bool("update", false, "write the fixtures of the version in manifest.json")

// The story from which a version's files are made. What is wanted of them is written
// down from here and not from what was stored.
const (
	epoch   = int64(1_786_500_000_000) // an evening in August 2026, before the conference
	minute  = int64(60_000)
	address = "https://sync.example"
)

func day(year, month, d int) session.Date { return session.Date{Year: year, Month: month, Day: d} }

func talk(key session.Key, ko, en, room string, date session.Date, hour, min, length int) session.Session {
	s := session.Session{Key: key, Kind: session.Talk, Titles: map[string]string{"ko": ko}, PageLang: session.Korean,
		Speakers: []string{"김파이"}, URL: "https://" + key.Edition() + ".pycon.kr/x"}
	if en != "" {
		s.Titles["en"] = en
	}
	if room != "" {
		s.Rooms = []string{room}
	}
	if length > 0 {
		s.Start = session.KST(date, hour, min)
		s.End = s.Start + session.Instant(length)
	}
	return s
}

// spoken gives s the names that English pages tell.
func spoken(s session.Session, speaker, room string) session.Session {
	s.Other = session.Names{Speakers: []string{speaker}, Rooms: []string{room}}
	return s
}

// watched gives s a recording and slides.
func watched(s session.Session) session.Session {
	s.Watch("https://youtu.be/x37")
	s.Watch("https://speakerdeck.com/a/b")
	return s
}

// everywhere puts s into all rooms.
func everywhere(s session.Session) session.Session {
	s.Rooms, s.Everywhere = nil, 4
	return s
}

func uuid(n int) string { return fmt.Sprintf("00000000-2026-4000-8000-%012d", n) }

func key26(n int) session.Key { return session.NewKey("2026", "s", uuid(n)) }

// picked is a pick of the story.
type picked struct {
	session session.Session
	state   picks.State
	// How it came about: a tap of this device, of the one that it syncs with, or by a
	// version that knew neither of taps nor of sync.
	by string
}

var story = []picked{
	{talk("2014/s/12", "파이썬 첫걸음", "", "", session.Date{}, 0, 0, 0), picks.Star, "before"},
	{watched(talk("2018/program/37", "별 <표> & \"따옴표\"", "Quotes \\ and <tags>", "A", day(2018, 8, 18), 10, 0, 40)), picks.Star, "before"},
	{talk("2018/tutorial/3", "튜토리얼 셋", "", "B", day(2018, 8, 17), 13, 0, 180), picks.Must, "here"},
	{talk("2018/program/7~2", "두 번 하는 발표", "Given twice", "A", day(2018, 8, 19), 15, 0, 25), picks.Star, "here"},
	{talk("2025/s/A7XY", "뺀 발표", "", "1호", day(2025, 8, 16), 10, 0, 30), picks.Off, "here"},
	{talk(key26(1), "발표 1", "Talk 1", "1호", day(2026, 8, 15), 13, 0, 30), picks.Star, "here"},
	{spoken(talk(key26(2), "발표 2", "Talk 2", "1호", day(2026, 8, 15), 13, 30, 30), "Py Kim", "Room 1"), picks.Must, "there"},
	{talk(key26(3), "발표 3", "", "2호", day(2026, 8, 15), 13, 40, 30), picks.Must, "here"},
	{talk(key26(4), "다시 뺀 발표", "", "2호", day(2026, 8, 15), 16, 0, 30), picks.Off, "there"},
	{talk("2026/openspace/h0123456789abcdef", "열린 공간 🐍", "", "로비", day(2026, 8, 16), 11, 0, 50), picks.Star, "here"},
	{everywhere(talk(key26(30), "모두의 키노트", "", "", day(2026, 8, 16), 9, 30, 40)), picks.Star, "here"},
	{talk("label-2026/s/9", "다른 곳의 발표", "", "3호", day(2026, 8, 20), 9, 0, 30), picks.Star, "here"},
	{session.Session{Key: "2026/own/x1", Titles: map[string]string{"ko": "점심 with 지훈"}, Start: session.KST(day(2026, 8, 15), 12, 0), End: session.KST(day(2026, 8, 15), 13, 0)}, picks.Star, "here"},
	{session.Session{Key: "2026/own/x2", Titles: map[string]string{"ko": "뺀 저녁"}, Start: session.KST(day(2026, 8, 15), 18, 0), End: session.KST(day(2026, 8, 15), 20, 0)}, picks.Off, "here"},
	{session.Session{Key: "2026/hash/02b1f3c4d5"}, picks.Must, "here"},
}

func wanted(p picked) versions.Pick {
	w := versions.Pick{State: p.state.String(), Title: p.session.Title("ko"), Rooms: p.session.Rooms, Watch: strings.TrimSpace(p.session.Recording + " " + p.session.Slides)}
	if p.session.Start.Known() {
		w.Start = p.session.Start.String()
	}
	return w
}

// world is the server and its network.
type world struct {
	now    int64
	vaults map[string]*held // by id
	lose   string           // a method whose requests get no answer
	random *rand.Rand
}

type held struct {
	version int64
	body    []byte
}

var errLost = errors.New("no answer")

func (w *world) Do(_ context.Context, q syncer.Request) (syncer.Response, error) {
	w.now += 1000
	if q.Method == w.lose {
		return syncer.Response{}, errLost
	}
	id := q.Token.ID().String()
	v := w.vaults[id]
	tag := func() string { return wire.TagOf(v.version, wire.HashOf(v.body)).String() }
	a := syncer.Response{Date: w.now / 1000 * 1000}
	switch {
	case v == nil && q.Method == "PUT" && q.NoneMatch == wire.Any:
		w.vaults[id] = &held{1, q.Body}
		v = w.vaults[id]
		a.Status, a.ETag = http.StatusCreated, tag()
	case v == nil:
		a.Status = http.StatusNotFound
	case q.Method == "GET" && q.NoneMatch == tag():
		a.Status, a.ETag = http.StatusNotModified, tag()
	case q.Method == "GET":
		a.Status, a.ETag, a.Body = http.StatusOK, tag(), v.body
	case q.Match != tag():
		a.Status, a.ETag, a.Body = http.StatusPreconditionFailed, tag(), v.body
	case q.Method == "DELETE":
		delete(w.vaults, id)
		a.Status = http.StatusNoContent
	default:
		v.version, v.body = v.version+1, q.Body
		a.Status, a.ETag = http.StatusOK, tag()
	}
	return a, nil
}

func (w *world) Now() int64                              { return w.now }
func (w *world) Sleep(_ context.Context, ms int64) error { w.now += ms; return nil }

// device is a browser.
type device struct {
	entries map[string]any
	ring    syncer.Keyring
	trouble syncer.Trouble
}

func (d *device) Load() (map[string]any, error) {
	out := map[string]any{}
	for name, tree := range d.entries {
		if syncer.Keys(name) {
			out[name] = tree
		}
	}
	return out, nil
}

func (d *device) Save(entries map[string]any) error    { maps.Copy(d.entries, entries); return nil }
func (d *device) LoadKeyring() (syncer.Keyring, error) { return d.ring, nil }
func (d *device) SaveKeyring(r syncer.Keyring) error   { d.ring = r; return nil }
func (d *device) LoadTrouble() syncer.Trouble          { return d.trouble }
func (d *device) SaveTrouble(t syncer.Trouble)         { d.trouble = t }
func (d *device) syncer(w *world, label string) *syncer.Syncer {
	return &syncer.Syncer{Remote: w, Store: d, Secrets: d, Notes: d, Clock: w, Label: label, Random: func(b []byte) {
		for i := range b {
			b[i] = byte(w.random.Uint32())
		}
	}}
}

func (d *device) tap(w *world, s session.Session, state picks.State) {
	w.now += minute
	p := picks.Pick{State: state, Tapped: w.now, Session: s}
	if m, ok := d.entries[picks.StorageKey(s.Key)].(map[string]any); ok {
		p.Seen, _ = m["seen"].(string)
	}
	p.Store(d.entries, s.Key)
}

// note writes about a session what f makes of what is there.
func (d *device) note(w *world, s session.Session, f func(n notes.Note, by notes.Pen) notes.Note) {
	w.now += minute
	n, _ := notes.Load(s.Key, d.entries)
	n.Session = s
	d.entries[notes.StorageKey(s.Key)] = f(n, notes.Pen{Now: w.now, Writer: notes.Writer(fmt.Sprint(w.now))}).Encode()
}

// noteTexts returns the texts of notes in storage, as versions.Want has them.
func noteTexts(entries map[string]any) map[string][]string {
	out := map[string][]string{}
	for name := range entries {
		key, is := notes.SessionOf(name)
		if !is || out[string(key)] != nil {
			continue
		}
		n, _ := notes.Load(key, entries)
		var texts []string
		for _, v := range n.Text.Read() {
			texts = append(texts, v.Text)
		}
		for _, e := range n.Questions {
			for _, v := range e.Read() {
				if v.Asked {
					v.Text = "asked " + v.Text
				}
				texts = append(texts, v.Text)
			}
		}
		slices.Sort(texts)
		out[string(key)] = texts
	}
	return out
}

// deviceName is what its person calls the device whose storage is exported: since 0.4.0
// it stands for the browser's own label.
const deviceName = "연구실 노트북"

const gridURL = "https://2026.pycon.kr/timetable"

// grid is a page of sessions at 13:00, 13:30 and so on of the first day.
func grid(numbers ...int) string {
	html := `<header>시간표</header><main><button class="selected"><p>Day</p><p>8월 15일 토요일</p></button><table><thead><tr><th></th><th>1호</th></tr></thead>`
	for i, n := range numbers {
		if n == 0 { // nothing then
			continue
		}
		html += fmt.Sprintf(`<tr><td>%d:%02d</td><td rowspan="3"><a href="/presentations/%s"><p class="MuiTypography-root">발표 %d</p></a></td></tr><tr></tr><tr></tr>`, 13+i/2, i%2*30, uuid(n), n)
	}
	return html + "</table></main>"
}

// show lets b read a grid.
func show(t *testing.T, b *page.Page, numbers ...int) {
	t.Helper()
	root, err := htmldom.Parse(strings.NewReader(grid(numbers...)))
	if err != nil {
		t.Fatal(err)
	}
	if !b.Scan(root, site.Options{URL: gridURL}) {
		t.Fatal("the page shows no session")
	}
}

// open shows the grid to whoever has the entries, lets it come to rest, and returns what
// is stored then.
func open(t *testing.T, entries map[string]any, now int64, numbers ...int) map[string]any {
	t.Helper()
	b := page.New(func(name string) string { return name })
	for name, tree := range entries {
		if strings.HasPrefix(name, records.PickPrefix) || strings.HasPrefix(name, records.AcknowledgedPrefix) {
			b.Put(name, tree)
		}
	}
	show(t, b, numbers...)
	b.Marks()
	edition := b.Unknown()
	for name, tree := range entries {
		if page.IsEditionKey(edition, name) {
			b.Put(name, tree)
		}
	}
	b.Marks()
	where := page.Place(gridURL, session.KSTOffset)
	stored := map[string]any{}
	for _, name := range b.GridKeys(where) {
		if tree, ok := entries[name]; ok {
			stored[name] = tree
		}
	}
	out := b.Learned(true)
	maps.Copy(out, b.Vanished(where, stored, now))
	for _, tree := range out {
		cache.Attribute(tree, cache.Host(gridURL), now)
	}
	return out
}

// asStored returns a value as storage returns it.
func asStored(t *testing.T, entries map[string]any) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal([]byte(text(t, entries)), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func text(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// files makes the files of today's version but for the pictures.
func files(t *testing.T) map[string]string {
	ctx := context.Background()
	w := &world{now: epoch, vaults: map[string]*held{}, random: rand.New(rand.NewPCG(2026, 13))}
	want := versions.Want{Lang: "en", Edition: "2026", Picks: map[string]versions.Pick{}, Friends: map[string]versions.Friend{}, Unsent: map[string]versions.Pick{}}
	here, there := &device{entries: map[string]any{}}, &device{entries: map[string]any{}}

	// What pages told: the grid twice, and between the two one session vanished.
	maps.Copy(here.entries, asStored(t, open(t, here.entries, w.now, 1, 2, 5, 6)))
	for _, p := range story {
		if p.session.Key.Edition() != "2026" {
			if _, _, _, _, ok := p.session.Key.Parts(); ok && p.session.Start.Known() {
				here.entries[records.SessionPrefix+string(p.session.Key)] = picks.SessionRecord{Session: p.session}.Encode()
			}
		}
		want.Picks[string(p.session.Key)] = wanted(p)
		if p.by == "before" {
			here.entries[picks.StorageKey(p.session.Key)] = picks.Pick{State: p.state, Tapped: w.now, Session: p.session}.Encode()
			continue
		}
		want.Taps = append(want.Taps, string(p.session.Key))
		if p.by == "here" {
			here.tap(w, p.session, p.state)
		} else {
			here.tap(w, p.session, picks.Star)
		}
	}
	here.entries[records.AskedPrefix+"2026"] = float64(w.now)

	// What was chosen and saved in the popup, and who else is there.
	m := popup.New("ko", nil)
	for name, tree := range here.entries {
		m.Put(name, tree)
	}
	store := func(c popup.Change) {
		entries := asStored(t, c.Entries)
		for name, tree := range entries {
			m.Put(name, tree)
		}
		maps.Copy(here.entries, entries)
	}
	store(m.Speak(want.Lang))
	store(m.Choose(want.Edition))
	store(m.ChoosePicture("mode", "grid"))
	store(m.ChoosePicture("ownText", "1"))
	store(m.Exported(w.now))
	told, _ := m.Calendar("", w.now)
	store(told)
	store(m.ChooseReminder(reminders.On, "1"))
	store(m.ChooseReminder(reminders.Minutes, "15"))
	here.entries[records.RemindedKey] = reminders.Announced{key26(2): session.KST(day(2026, 8, 15), 13, 30)}.Encode()
	want.Reminders = "musts 15 true"
	for key, p := range want.Picks {
		kept := p.State != "off" || session.Key(key) == key26(4) // which is taken out later
		if kept && p.Start != "" && session.Key(key).Edition() == want.Edition {
			want.Told = append(want.Told, key)
		}
	}
	slices.Sort(want.Told)
	for i, f := range []friends.Friend{
		{ID: "f1", Edition: "2026", Name: "지훈", Picks: []friends.Pick{{Key: key26(2), Must: true, Session: talk(key26(2), "발표 2", "", "1호", day(2026, 8, 15), 13, 30, 30)}, {Key: key26(6), Session: session.Session{Key: key26(6)}}, {Hash: "00112233aa"}}},
		{ID: "f2", Edition: "2026", Name: "Sam", Picks: []friends.Pick{{Key: key26(1), Session: session.Session{Key: key26(1)}}}},
		{ID: "f1", Edition: "2018", Name: "지훈", Picks: []friends.Pick{{Key: "2018/program/37", Session: session.Session{Key: "2018/program/37"}}}},
	} {
		f.Added = w.now + int64(i)
		here.entries[f.StorageKey()] = f.Encode()
		told := versions.Friend{Edition: f.Edition, Picks: map[string]string{}}
		for _, p := range f.Picks {
			state := "star"
			if p.Must {
				state = "must"
			}
			told.Picks[string(p.Key)+p.Hash] = state
		}
		want.Friends[f.Name+" "+f.Edition] = told
	}
	store(m.ChoosePicture("friends", "f1"))

	// Session 1 vanishes and session 3 moves, which is taken note of; then 2 and 3 move.
	w.now += 60 * minute
	for range 2 { // what two loads miss is gone
		maps.Copy(here.entries, asStored(t, open(t, here.entries, w.now, 0, 2, 5, 6)))
	}
	moved := talk(key26(3), "발표 3", "", "대강당", day(2026, 8, 15), 14, 40, 30)
	here.entries[records.SessionPrefix+string(moved.Key)] = picks.SessionRecord{Session: moved}.Encode()
	m = popup.New("ko", nil)
	for name, tree := range here.entries {
		m.Put(name, tree)
	}
	store(m.TakeNote(w.now))
	w.now += 60 * minute
	for n, room := range map[int]string{2: "옮긴 방", 3: "소강당"} {
		s := talk(key26(n), fmt.Sprintf("발표 %d", n), "", room, day(2026, 8, 15), 13, 30, 30)
		if n == 3 {
			s.Start, s.End = moved.Start, moved.End
		}
		here.entries[records.SessionPrefix+string(s.Key)] = picks.SessionRecord{Session: s}.Encode()
	}
	want.Changed, want.Gone = []string{string(key26(2)), string(key26(3))}, []string{string(key26(1))}
	want.Stale = []string{string(key26(2)), string(key26(3))}
	for name := range here.entries {
		if strings.HasPrefix(name, records.SessionPrefix) {
			want.Known++
		}
	}

	// A backup that somebody wrote has a record of another session than its name's.
	mixed := string(backup.Export(map[string]any{"pick/" + string(key26(2)): picks.Pick{State: picks.Star, Tapped: 1, Session: session.Session{Key: key26(2)}}.Encode()}))
	mixed = strings.ReplaceAll(mixed, `"pick/`+string(key26(2)), `"pick/`+string(key26(3)))
	imported := must(backup.Import([]byte(mixed), here.entries, w.now))
	maps.Copy(here.entries, asStored(t, imported.Entries))
	want.Aside = []string{"pick/" + string(key26(3))}

	// Sync is turned on, another device is paired, and both tap.
	mine, other := here.syncer(w, "Chrome, Linux"), there.syncer(w, "Chrome, Windows")
	want.Devices = []string{"Chrome, Windows", deviceName}
	if err := mine.TurnOn(ctx, address); err != nil {
		t.Fatal(err)
	}
	if err := mine.Name(deviceName); err != nil {
		t.Fatal(err)
	}
	if err := other.Pair(ctx, address, *here.ring.Current, vault.Floor{}); err != nil {
		t.Fatal(err)
	}
	for _, p := range story {
		if p.by == "there" {
			there.tap(w, p.session, p.state)
		}
	}
	here.note(w, story[5].session, func(n notes.Note, by notes.Pen) notes.Note {
		n, _ = n.SetQuestion("0mgb9x2v4a1b2c3d4", "왜 <별표>인가요?", true, by)
		n, _ = n.SetQuestion("0mgb9x2v5a1b2c3d5", "언제부터요?", false, by)
		return n.SetText("앞자리에 앉기\n\"노트북\" 🐍", by)
	})
	there.note(w, story[6].session, func(n notes.Note, by notes.Pen) notes.Note { return n.SetText("저기서 쓴 글", by) })
	for i, d := range []*device{here, there} {
		d.note(w, story[7].session, func(n notes.Note, by notes.Pen) notes.Note {
			return n.SetText([]string{"여기서 고친 글", "저기서 고친 글"}[i], by)
		})
	}
	want.Notes = map[string][]string{
		string(story[5].session.Key): {"asked 왜 <별표>인가요?", "앞자리에 앉기\n\"노트북\" 🐍", "언제부터요?"},
		string(story[6].session.Key): {"저기서 쓴 글"}, string(story[7].session.Key): {"여기서 고친 글", "저기서 고친 글"},
	}
	for _, s := range []*syncer.Syncer{other, mine, other, mine} {
		w.now += 60 * minute
		if err := s.Run(ctx, true); err != nil {
			t.Fatal(err)
		}
	}
	state, ok := syncer.LoadState(here.entries[records.SyncKey])
	if !ok || state.Reason != syncer.None || state.Staged != nil {
		t.Fatalf("sync is not at rest: %q", state.Reason)
	}
	v := w.vaults[here.ring.Current.Keys().ID.String()]
	noted := w.vaults[here.ring.Current.NoteKeys().ID.String()]
	code, err := syncpage.CodeOf(*here.ring.Current, state)
	if err != nil {
		t.Fatal(err)
	}
	hash := wire.HashOf(v.body)
	want.Now = w.now
	storage := asStored(t, here.entries)
	out := map[string]string{
		versions.StorageFile: text(t, storage),
		versions.KeyringFile: text(t, json.RawMessage(here.ring.Encode())),
		versions.VaultFile: text(t, versions.Vault{Server: address, Code: code.Text, QR: here.ring.Current.QR(vault.FloorOf(v.version, hash)), Version: v.version, Date: w.now,
			Body: base64.StdEncoding.EncodeToString(v.body)}),
		versions.NotesFile: text(t, versions.Vault{Server: address, Code: code.Text, Version: noted.version, Date: w.now,
			Body: base64.StdEncoding.EncodeToString(noted.body)}),
		versions.BackupFile: string(backup.Export(storage)),
	}
	links := map[string]string{}
	for _, edition := range []string{"2018", "2026"} {
		states := map[session.Key]picks.State{}
		for _, p := range story {
			states[p.session.Key] = p.state
		}
		links[edition] = must(share.NewCode(edition, states).Link())
	}
	out[versions.LinksFile] = text(t, links)

	// The code is renewed, but the old vault not deleted; then there are taps of which
	// only the first may have reached the server.
	w.lose = "PUT"
	if why, err := mine.Rotate(ctx); err != nil || why != syncer.Offline || here.ring.Next == nil {
		t.Fatalf("%v, %q", err, why)
	}
	out[versions.RenewingFile], out[versions.RenewingRingFile] = text(t, asStored(t, here.entries)), text(t, json.RawMessage(here.ring.Encode()))
	w.lose = "DELETE"
	if _, err := mine.Rotate(ctx); err != nil || len(here.ring.Retired) != 1 {
		t.Fatalf("%v, %d retired", err, len(here.ring.Retired))
	}
	w.lose = "PUT"
	for i := range 2 {
		w.now += 24 * 60 * minute
		p := story[5+2*i]
		p.state = picks.Off
		here.tap(w, p.session, p.state)
		want.Unsent[string(p.session.Key)] = wanted(p)
		if err := mine.Run(ctx, true); err != nil {
			t.Fatal(err)
		}
	}
	if state, ok = syncer.LoadState(here.entries[records.SyncKey]); !ok || state.Staged == nil || state.Reason != syncer.Offline {
		t.Fatalf("everything was sent: %q", state.Reason)
	}
	out[versions.UnsentFile] = text(t, asStored(t, here.entries))
	out[versions.RetiredFile] = text(t, json.RawMessage(here.ring.Encode()))
	out[versions.TroubleFile] = text(t, json.RawMessage(syncer.Trouble{Reason: syncer.Full, Wait: w.now + 30*minute, Tries: 3}.Encode()))
	out[versions.WantFile] = text(t, want)
	return out
}

// drawn draws what storage holds.
func drawn(t *testing.T, storage map[string]any) map[string]string {
	t.Helper()
	data := project.Fonts(t)
	fonts, err := typeset.ParseFonts(data[0], data[1], data[2:]...)
	if err != nil {
		t.Fatal(err)
	}
	all := pictures.Entries{Names: slices.Sorted(maps.Keys(storage)), Get: func(name string) any { return storage[name] }}
	out := map[string]string{}
	for _, edition := range []string{"2018", "2026"} {
		r := pictures.Request{Edition: edition, Code: true, OwnText: true, Draw: layout.Options{Lang: "ko", Now: session.Instant(epoch / minute), Scale: 1}}
		r.Choose("share", "", "", "")
		job, err := pictures.Plan(r, all, fonts)
		if err != nil || len(job.Sheets) == 0 {
			t.Fatalf("%d sheets, %v", len(job.Sheets), err)
		}
		png, err := raster.Encode(job.Sheets[0].Page, fonts, job.Output)
		if err != nil {
			t.Fatal(err)
		}
		var lines strings.Builder
		for text := base64.StdEncoding.EncodeToString(png); text != ""; {
			n := min(len(text), 76)
			lines.WriteString(text[:n] + "\n")
			text = text[n:]
		}
		out[versions.PicturesDir+"/"+edition+".txt"] = lines.String()
	}
	return out
}

// shape is v without its values: the names of members and the types of what they hold,
// also within texts that are JSON. Members named by a number, as devices are, are one.
func shape(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, child := range v {
			if strings.Trim(name, "0123456789") == "" {
				name = "#"
			}
			out[name] = shape(child)
		}
		return out
	case []any:
		seen, out := map[string]bool{}, []any{}
		for _, child := range v {
			s := shape(child)
			if text := fmt.Sprint(s); !seen[text] {
				seen[text] = true
				out = append(out, s)
			}
		}
		return out
	case string:
		var inner any
		if strings.HasPrefix(v, "{") && json.Unmarshal([]byte(v), &inner) == nil {
			return shape(inner)
		}
	}
	return fmt.Sprintf("%T", v)
}

// shapeOf is the shape of a file; of a vault it is that of what is in it.
func shapeOf(t *testing.T, name, content string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(content), &v); err != nil {
		t.Fatal(err)
	}
	if name == versions.VaultFile {
		var held versions.Vault
		if err := json.Unmarshal([]byte(content), &held); err != nil {
			t.Fatal(err)
		}
		secret, _, err := vault.ParseCode(held.Code)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := secret.Keys().Open(held.Version, must(base64.StdEncoding.DecodeString(held.Body)))
		if err != nil {
			t.Fatal(err)
		}
		v = map[string]any{"file": v, "format": fmt.Sprint(plain[0]), "body": string(plain[1:])}
	}
	return text(t, shape(v))
}

// Whoever changes what is stored or sealed adds the files of their version, by this
// test's flag, so that later versions are held to them: what today's code writes has the
// shape of what the newest version's files have.
func TestFixturesHaveTodaysShape(t *testing.T) {
	made := files(t)
	var manifest struct {
		Version string `json:"version"`
	}
	if err := json.Unmarshal(project.Read(t, "manifest.json"), &manifest); err != nil || manifest.Version == "" {
		t.Fatalf("manifest.json: %v", err)
	}
	if *update {
		var storage map[string]any
		if err := json.Unmarshal([]byte(made[versions.StorageFile]), &storage); err != nil {
			t.Fatal(err)
		}
		maps.Copy(made, drawn(t, storage))
		dir := filepath.Join("testdata", manifest.Version)
		for name, text := range made {
			file := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		t.Skip("written; they are read by the next run")
	}
	all := versions.All()
	newest := all[len(all)-1]
	if versions.Compare(newest.Name, manifest.Version) > 0 {
		t.Fatalf("there are files of %s, and this is %s", newest.Name, manifest.Version)
	}
	for name, text := range made {
		if !newest.Has(name) {
			t.Errorf("%s wrote no %s: make versions writes the files of %s", newest.Name, name, manifest.Version)
			continue
		}
		if shapeOf(t, name, newest.Text(name)) != shapeOf(t, name, text) {
			t.Errorf("%s has another shape than %s wrote: make versions writes the files of %s", name, newest.Name, manifest.Version)
		}
	}
}
