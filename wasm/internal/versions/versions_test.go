package versions_test

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/app/calendar"
	"byeolpyo/wasm/app/messages"
	"byeolpyo/wasm/app/page"
	"byeolpyo/wasm/app/popup"
	"byeolpyo/wasm/app/syncpage"
	"byeolpyo/wasm/internal/project"
	oldregister "byeolpyo/wasm/internal/v010/register"
	"byeolpyo/wasm/internal/versions"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/reminders"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/share"
	"byeolpyo/wasm/picture/pngchunk"
	"byeolpyo/wasm/picture/scan"
	"byeolpyo/wasm/sync/backup"
	"byeolpyo/wasm/sync/register"
	"byeolpyo/wasm/sync/syncer"
	"byeolpyo/wasm/sync/vault"
)

// each runs f with every version.
func each(t *testing.T, f func(t *testing.T, v versions.Version, want versions.Want)) {
	all := versions.All()
	if all[0].Name != "0.1.0" {
		t.Fatalf("the oldest version is %s", all[0].Name)
	}
	for _, v := range all {
		t.Run(v.Name, func(t *testing.T) { f(t, v, v.Want()) })
	}
}

// storage reads a file of storage as the programs in the browser read it.
func storage(t *testing.T, v versions.Version, name string) map[string]any {
	t.Helper()
	entries, ok := jsontree.Entries(v.Text(name))
	if !ok || len(entries) == 0 {
		t.Fatalf("%s is not read", name)
	}
	return entries
}

// unsent is what is wanted of the picks in the file of what is not sent.
func unsent(want versions.Want) map[string]versions.Pick {
	all := maps.Clone(want.Picks)
	maps.Copy(all, want.Unsent)
	return all
}

// on are the picks of an edition, "" for all, that are not off.
func on(all map[string]versions.Pick, edition string) map[string]versions.Pick {
	out := map[string]versions.Pick{}
	for key, p := range all {
		if p.State != "off" && (edition == "" || session.Key(key).Edition() == edition) {
			out[key] = p
		}
	}
	return out
}

func same(t *testing.T, what string, got picks.Pick, key string, want versions.Pick) {
	t.Helper()
	s := got.Session
	if got.State.String() != want.State || string(s.Key) != key || s.Title("ko") != want.Title || s.Start.String() != want.Start || !slices.Equal(s.Rooms, want.Rooms) {
		t.Errorf("%s: %s is %v %+v, want %+v", what, key, got.State, s, want)
	}
}

// sameBook compares the picks that storage holds; without off, those that are off may
// be missing.
func sameBook(t *testing.T, what string, entries map[string]any, want map[string]versions.Pick, off bool) *picks.Book {
	t.Helper()
	b := picks.NewBook()
	for name, tree := range entries {
		b.Put(name, tree)
	}
	for _, p := range b.Problems {
		if p.Fault != picks.Foreign || !strings.HasPrefix(p.StorageKey, records.AsidePrefix) {
			t.Errorf("%s: set aside: %+v", what, p)
		}
	}
	n := 0
	for key, p := range want {
		got, there := b.Picks[session.Key(key)]
		if !there && !off && p.State == "off" {
			continue
		}
		n++
		same(t, what, got, key, p)
	}
	if n == 0 || len(b.Picks) != n {
		t.Errorf("%s: %d picks, want %d", what, len(b.Picks), n)
	}
	return b
}

func TestStorage(t *testing.T) {
	each(t, func(t *testing.T, v versions.Version, want versions.Want) {
		entries := storage(t, v, versions.StorageFile)
		b := sameBook(t, "storage", entries, want.Picks, true)
		if len(b.Sessions) != want.Known || len(b.Sealed) != 0 || len(b.Acknowledged) == 0 {
			t.Errorf("%d sessions, want %d; %d looks", len(b.Sessions), want.Known, len(b.Acknowledged))
		}
		var aside []string
		for _, p := range b.Problems {
			name, _ := picks.Beside(p.StorageKey)
			aside = append(aside, name)
		}
		if !slices.Equal(aside, want.Aside) {
			t.Errorf("set aside beside %q, want %q", aside, want.Aside)
		}
		for _, key := range want.Taps {
			if _, ok := picks.DecodeTap(entries[records.TapPrefix+picks.StorageKey(session.Key(key))]); !ok {
				t.Errorf("the tap of %s is not read", key)
			}
		}
		for _, key := range want.Changed {
			if d, _ := b.Changed(session.Key(key)); d == 0 || d&picks.Gone != 0 {
				t.Errorf("%s has not changed: %d", key, d)
			}
		}
		for _, key := range want.Gone {
			if d, _ := b.Changed(session.Key(key)); d != 0 || b.Sessions[session.Key(key)].Gone == 0 {
				t.Errorf("%s is told of once more, or there again: %d", key, d)
			}
		}
		sameBook(t, "unsent", storage(t, v, versions.UnsentFile), unsent(want), true)
	})
}

// words are the messages of the extension.
func words(t *testing.T) map[string]messages.Words {
	t.Helper()
	out := map[string]messages.Words{}
	for _, lang := range session.Languages {
		tree, _ := jsontree.Parse(string(project.Read(t, "extension/_locales/"+lang+"/messages.json")))
		if out[lang] = messages.Decode(tree); len(out[lang]) == 0 {
			t.Fatal("no words")
		}
	}
	return out
}

// The popup shows all of it, in every edition.
func TestPopup(t *testing.T) {
	texts := words(t)
	each(t, func(t *testing.T, v versions.Version, want versions.Want) {
		m := popup.New("ko", texts)
		for name, tree := range storage(t, v, versions.StorageFile) {
			m.Put(name, tree)
		}
		if m.Lang() != want.Lang || m.Edition() != want.Edition {
			t.Errorf("%s, %s", m.Lang(), m.Edition())
		}
		first := m.View(popup.Moment{})
		if first.Changes == nil || len(first.Changes.List) != len(want.Changed) || first.Stale == nil || first.Stale.Count != len(want.Stale) {
			t.Errorf("changes %+v, out of date %+v", first.Changes, first.Stale)
		}
		editions := map[string]bool{}
		for key, p := range on(want.Picks, "") {
			editions[session.Key(key).Edition()] = p.State != ""
		}
		if len(editions) < 3 {
			t.Fatalf("picks of %v", editions)
		}
		for edition := range editions {
			m.Choose(edition)
			view := m.View(popup.Moment{})
			if (len(view.Problems) > 0) != (len(want.Aside) > 0) || view.Edition != edition {
				t.Errorf("%s: %v", edition, view.Problems)
			}
			rows := map[string]popup.Row{}
			for _, s := range view.Sections {
				for _, r := range s.Rows {
					rows[string(r.Key)] = r
				}
			}
			mine := on(want.Picks, edition)
			if len(rows) != len(mine) {
				t.Errorf("%s: %d rows, want %d", edition, len(rows), len(mine))
			}
			for key, p := range mine {
				r := rows[key]
				_, waiting := session.Key(key).Waiting()
				if r.State.String() != p.State || !waiting && r.Title != p.Title && r.TitleLang != want.Lang || r.Own != session.Key(key).Own() || (r.Gone != "") != slices.Contains(want.Gone, key) {
					t.Errorf("%s is shown as %+v, want %+v", key, r, p)
				}
				var watch []string
				for _, w := range r.Watch {
					watch = append(watch, w.URL)
				}
				if got := strings.Join(watch, " "); got != p.Watch {
					t.Errorf("%s links %q, want %q", key, got, p.Watch)
				}
			}
			here := 0
			for name, f := range want.Friends {
				if f.Edition == edition {
					here++
					name, _, _ = strings.Cut(name, " ")
					if !slices.ContainsFunc(view.Friends, func(fv popup.FriendView) bool { return fv.Name == name }) {
						t.Errorf("%s: %s is not there", edition, name)
					}
				}
			}
			if len(view.Friends) != here {
				t.Errorf("%s: %d friends, want %d", edition, len(view.Friends), here)
			}
		}
	})
}

func TestFriends(t *testing.T) {
	each(t, func(t *testing.T, v versions.Version, want versions.Want) {
		n := 0
		for name, tree := range storage(t, v, versions.StorageFile) {
			if !strings.HasPrefix(name, records.FriendPrefix) {
				continue
			}
			n++
			f, ok := friends.Decode(name, tree)
			told := want.Friends[f.Name+" "+f.Edition]
			if !ok || len(f.Picks) != len(told.Picks) {
				t.Errorf("%s: %+v", name, f)
			}
			for _, p := range f.Picks {
				if state := told.Picks[string(p.Key)+p.Hash]; state == "" || (state == "must") != p.Must {
					t.Errorf("%s: %+v", name, p)
				}
			}
		}
		if n != len(want.Friends) {
			t.Errorf("%d friends, want %d", n, len(want.Friends))
		}
	})
}

// The choices of reminders, and which were shown.
func TestReminders(t *testing.T) {
	each(t, func(t *testing.T, v versions.Version, want versions.Want) {
		entries := storage(t, v, versions.StorageFile)
		s, told := reminders.DecodeSettings(entries[records.RemindersKey]).Encode(), reminders.DecodeAnnounced(entries[records.RemindedKey])
		got := ""
		if s[reminders.On] == true {
			got = fmt.Sprint(s[reminders.Which], " ", s[reminders.Minutes], " ", s[reminders.Count])
		}
		if got != want.Reminders || (len(told) == 1) != (want.Reminders != "") {
			t.Errorf("%q and %v, want %q", got, told, want.Reminders)
		}
	})
}

// What was exported to calendars.
func TestCalendars(t *testing.T) {
	each(t, func(t *testing.T, v versions.Version, want versions.Want) {
		var told []string
		for name, tree := range storage(t, v, versions.StorageFile) {
			if _, r, ok := calendar.Decode(name, tree); ok {
				for _, e := range r.Events {
					told = append(told, string(e.Session.Key))
				}
			}
		}
		if slices.Sort(told); !slices.Equal(told, want.Told) {
			t.Errorf("%q, want %q", told, want.Told)
		}
	})
}

// The stars on a page: what is picked, what was seen of its grid, and what has gone.
func TestPage(t *testing.T) {
	each(t, func(t *testing.T, v versions.Version, want versions.Want) {
		entries := storage(t, v, versions.StorageFile)
		b := page.New(func(name string) string { return name })
		for name, tree := range entries {
			b.Put(name, tree)
		}
		show(t, b, 1, 2, 3, 4)
		marks := b.Marks()
		if len(marks) != 4 {
			t.Fatalf("%d stars", len(marks))
		}
		for _, m := range marks {
			if state := want.Picks[string(m.Key)].State; m.State.String() != state {
				t.Errorf("%s has the star %v, want %s", m.Key, m.State, state)
			}
		}
		// Of the grid that was seen last, 6 is missing now, in two loads.
		found := false
		maps.Copy(entries, open(t, entries, want.Now-1, 0, 2, 5))
		for name, tree := range open(t, entries, want.Now, 0, 2, 5) {
			if k, fault := picks.DecodeSessionRecord(key26(6), tree); name == records.SessionPrefix+string(key26(6)) && fault == picks.None {
				found = k.Gone == want.Now
			}
		}
		if !found {
			t.Error("what the grid showed before is forgotten")
		}
	})
}

func keyring(t *testing.T, v versions.Version, name string) syncer.Keyring {
	t.Helper()
	ring, err := syncer.DecodeKeyring(v.Text(name))
	if err != nil || ring.Current == nil {
		t.Fatalf("%s: %v", name, err)
	}
	return ring
}

// server is the server as it was, a day later.
func server(t *testing.T, v versions.Version, want versions.Want) *world {
	t.Helper()
	sealed, body := v.Vault()
	secret, _, err := vault.ParseCode(sealed.Code)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{now: want.Now + 24*60*minute, vaults: map[string]*held{}, random: rand.New(rand.NewPCG(1, 1))}
	w.vaults[secret.Keys().ID.String()] = &held{sealed.Version, body}
	if v.Has(versions.NotesFile) {
		sealed, body := v.Notes()
		w.vaults[secret.NoteKeys().ID.String()] = &held{sealed.Version, body}
	}
	return w
}

// The vault opens, by the code that is typed and by the one that is scanned.
func TestVault(t *testing.T) {
	each(t, func(t *testing.T, v versions.Version, want versions.Want) {
		held, body := v.Vault()
		for _, code := range []string{held.Code, held.QR} {
			secret, floor, err := vault.ParseCode(code)
			if err != nil || code == held.QR && floor.Version != held.Version {
				t.Fatalf("%s: %+v, %v", code, floor, err)
			}
			plain, err := secret.Keys().Open(held.Version, body)
			if err != nil {
				t.Fatal(err)
			}
			b, err := register.Decode(plain)
			if err != nil || len(b.Unrecognized) != 0 || len(b.Seen) != len(want.Devices) || len(b.Picks) != len(want.Picks) {
				t.Fatalf("%v, %d strange, %d devices, %d picks", err, len(b.Unrecognized), len(b.Seen), len(b.Picks))
			}
			for key, p := range want.Picks {
				if r := b.Picks[picks.StorageKey(session.Key(key))]; r.State.String() != p.State {
					t.Errorf("%s is %v, want %s", key, r.State, p.State)
				}
			}
			// A new device is paired with it, and shows all that is picked.
			w, d := server(t, v, want), &device{entries: map[string]any{}}
			if err := d.syncer(w, "new").Pair(context.Background(), held.Server, secret, floor); err != nil {
				t.Fatal(err)
			}
			state, _ := syncer.LoadState(d.entries[records.SyncKey])
			if state.Reason != syncer.None || len(state.Notices) != 0 {
				t.Errorf("%q, %v", state.Reason, state.Notices)
			}
			sameBook(t, "a new device", jsonOf(t, d.entries), want.Picks, false)
		}
	})
}

// Notes are in storage, in a backup, and in a vault of their own, from where a new device has
// them.
func TestNotes(t *testing.T) {
	each(t, func(t *testing.T, v versions.Version, want versions.Want) {
		look := func(what string, entries map[string]any) {
			t.Helper()
			if got := noteTexts(entries); !maps.EqualFunc(got, want.Notes, slices.Equal) {
				t.Errorf("%s: %q, want %q", what, got, want.Notes)
			}
		}
		look("storage", storage(t, v, versions.StorageFile))
		r, err := backup.Import([]byte(v.Text(versions.BackupFile)), map[string]any{}, want.Now)
		if err != nil || r.Notes != len(want.Notes) {
			t.Fatalf("%v, %d notes", err, r.Notes)
		}
		look("a backup", jsonOf(t, r.Entries))
		held, _ := v.Vault()
		secret, floor, err := vault.ParseCode(held.Code)
		if err != nil {
			t.Fatal(err)
		}
		w, d := server(t, v, want), &device{entries: map[string]any{}}
		if err := d.syncer(w, "new").Pair(context.Background(), held.Server, secret, floor); err != nil {
			t.Fatal(err)
		}
		look("a new device", jsonOf(t, d.entries))
		if state, _ := syncer.LoadState(d.entries[records.SyncKey]); state.Notebook.Reason != syncer.None || len(state.Notices) != 0 || (state.Notebook.Version > 0) != (len(want.Notes) > 0) {
			t.Errorf("%+v, %v", state.Notebook, state.Notices)
		}
	})
}

func jsonOf(t *testing.T, entries map[string]any) map[string]any {
	t.Helper()
	out, ok := jsontree.Entries(text(t, entries))
	if !ok {
		t.Fatal("what was stored is not read")
	}
	return out
}

// Devices are not all updated at once: what a later version seals, 0.1.0 reads, merges and seals
// again, and the later version finds all of it.
func TestOldDevices(t *testing.T) {
	each(t, func(t *testing.T, v versions.Version, want versions.Want) {
		sealed, body := v.Vault()
		secret, _, err := vault.ParseCode(sealed.Code)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := secret.Keys().Open(sealed.Version, body)
		if err != nil {
			t.Fatal(err)
		}
		old, err := oldregister.Decode(plain)
		if err != nil || len(old.Strange) != 0 || len(old.Picks) != len(want.Picks) {
			t.Fatalf("%v, %d strange, %d picks", err, len(old.Strange), len(old.Picks))
		}
		for key, p := range want.Picks {
			if r := old.Picks[picks.StorageKey(session.Key(key))]; r.State.String() != p.State {
				t.Errorf("0.1.0 has %s as %v, want %s", key, r.State, p.State)
			}
		}
		// Its storage shows what it was given.
		shown := oldregister.Accounts{}.Show(old.Picks, map[string]any{})
		sameBook(t, "0.1.0's storage", jsonOf(t, shown), want.Picks, false)
		b, err := register.Decode(old.Encode())
		today, err2 := register.Decode(plain)
		if err != nil || err2 != nil || !reflect.DeepEqual(b, today) {
			t.Errorf("%v, %v: what comes back from 0.1.0 is not what went there", err, err2)
		}
	})
}

// Sync continues where it was: storage at rest has nothing to send, and what was to be sent is.
func TestSync(t *testing.T) {
	each(t, func(t *testing.T, v versions.Version, want versions.Want) {
		entries := storage(t, v, versions.StorageFile)
		state, ok := syncer.LoadState(entries[records.SyncKey])
		ring := keyring(t, v, versions.KeyringFile)
		if !ok || !state.On || state.IsNewer() || syncer.Pending(state, entries) != 0 || state.Server != ring.Server {
			t.Fatalf("on %v, %d pending", state.On, syncer.Pending(state, entries))
		}
		view := syncpage.NewView(state, entries, ring, want.Now, true)
		var labels []string
		for _, d := range view.Devices {
			labels = append(labels, d.Label)
		}
		slices.Sort(labels)
		if view.Tone != syncpage.Good || !view.On || view.Lost || !slices.Equal(labels, want.Devices) || !view.Devices[0].This {
			t.Errorf("%+v", view)
		}
		if trouble := syncer.DecodeTrouble(v.Text(versions.TroubleFile)); trouble.Reason != syncer.Full || trouble.Tries != 3 || trouble.Wait == 0 {
			t.Errorf("%+v", trouble)
		}
		w, d := server(t, v, want), &device{entries: entries, ring: ring}
		if err := d.syncer(w, "Chrome, Linux").Run(context.Background(), true); err != nil {
			t.Fatal(err)
		}
		if state, _ = syncer.LoadState(d.entries[records.SyncKey]); state.Reason != syncer.None || state.Staged != nil || len(state.Notices) != 0 {
			t.Errorf("%q, %v", state.Reason, state.Notices)
		}
		sameBook(t, "after a sync", jsonOf(t, d.entries), want.Picks, true)

		d = &device{entries: storage(t, v, versions.UnsentFile), ring: keyring(t, v, versions.RetiredFile)}
		old := d.ring.Retired[0].Secret.Keys().ID.String()
		before, ok := syncer.LoadState(d.entries[records.SyncKey])
		if !ok || before.Staged == nil || w.vaults[old] == nil || syncer.Pending(before, d.entries) != len(want.Unsent) {
			t.Fatalf("staged %v, pending %d", before.Staged != nil, syncer.Pending(before, d.entries))
		}
		if err := d.syncer(w, "Chrome, Linux").Run(context.Background(), true); err != nil {
			t.Fatal(err)
		}
		after, _ := syncer.LoadState(d.entries[records.SyncKey])
		if after.Reason != syncer.None || after.Staged != nil || syncer.Pending(after, d.entries) != 0 || w.vaults[old] != nil || len(d.ring.Retired) != 0 {
			t.Errorf("%q, pending %d, the old vault %v", after.Reason, syncer.Pending(after, d.entries), w.vaults[old])
		}
		sameBook(t, "after what was unsent", jsonOf(t, d.entries), unsent(want), true)
	})
}

// A renewal that was begun is completed.
func TestRenewing(t *testing.T) {
	n := 0
	each(t, func(t *testing.T, v versions.Version, want versions.Want) {
		if !v.Has(versions.RenewingFile) {
			return
		}
		n++
		w, d := server(t, v, want), &device{entries: storage(t, v, versions.RenewingFile), ring: keyring(t, v, versions.RenewingRingFile)}
		old := *d.ring.Current
		if err := d.syncer(w, "Chrome, Linux").Run(context.Background(), true); err != nil {
			t.Fatal(err)
		}
		state, ok := syncer.LoadState(d.entries[records.SyncKey])
		if !ok || state.Reason != syncer.None || *d.ring.Current == old || d.ring.Next != nil || w.vaults[old.Keys().ID.String()] != nil || w.vaults[d.ring.Current.Keys().ID.String()] == nil {
			t.Errorf("%q, %d vaults", state.Reason, len(w.vaults))
		}
		sameBook(t, "after a renewal", jsonOf(t, d.entries), want.Picks, true)
	})
	if n == 0 {
		t.Error("no version was renewing")
	}
}

func TestBackup(t *testing.T) {
	each(t, func(t *testing.T, v versions.Version, want versions.Want) {
		entries := map[string]any{}
		r, err := backup.Import([]byte(v.Text(versions.BackupFile)), entries, want.Now)
		if err != nil || r.Unrecognized != 0 || r.Had != 0 || r.Added != len(on(want.Picks, "")) {
			t.Fatalf("%v: %d added, %d had, %d strange", err, r.Added, r.Had, r.Unrecognized)
		}
		sameBook(t, "a new browser", jsonOf(t, r.Entries), want.Picks, false)
		all := storage(t, v, versions.StorageFile)
		if r, err = backup.Import([]byte(v.Text(versions.BackupFile)), all, want.Now); err != nil || r.Added != 0 || r.Had != len(on(want.Picks, "")) || len(r.Entries) != 0 {
			t.Errorf("where all of it is: %v, %+v", err, r)
		}
	})
}

// A picture is read by its text and by the code in its corner, and a link as a code.
func TestPictures(t *testing.T) {
	each(t, func(t *testing.T, v versions.Version, want versions.Want) {
		links, pictures := v.Links(), v.Pictures()
		if len(links) < 2 || len(links) != len(pictures) {
			t.Fatalf("%d links, %d pictures", len(links), len(pictures))
		}
		for edition, data := range pictures {
			mine := on(want.Picks, edition)
			text, found, err := pngchunk.FindText(data, share.Keyword, share.MaxText)
			if err != nil || !found {
				t.Fatalf("%s: no text: %v", edition, err)
			}
			got, list, err := share.DecodeText(text)
			if err != nil || got != edition || len(list) != len(mine) || len(mine) == 0 {
				t.Fatalf("%s: %s, %d picks, want %d: %v", edition, got, len(list), len(mine), err)
			}
			for _, p := range list {
				w, there := mine[string(p.Session.Key)]
				if !there || p.State.String() != w.State || !strings.HasPrefix(p.Session.Title("ko"), w.Title) {
					t.Errorf("%s: %+v, want %+v", edition, p, w)
				}
			}

			img, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			link := scan.Find(img, func(text string) bool { return strings.Contains(text, "#") }, nil)
			if link != links[edition] {
				t.Errorf("%s: the code is %q, want %q", edition, link, links[edition])
			}
			code, err := share.ParseLink(link)
			if err != nil || code.Edition != edition {
				t.Fatalf("%s: %v", edition, err)
			}
			keys := make([]session.Key, 0, len(want.Picks))
			for key := range want.Picks {
				keys = append(keys, session.Key(key))
			}
			known, n := code.Resolve(keys), 0
			for key, p := range mine {
				if session.Key(key).Own() {
					continue
				}
				n++
				at := slices.IndexFunc(code.Picks, func(c share.CodePick) bool {
					hash, _ := session.Key(key).Waiting()
					return known[c.Hash] == session.Key(key) || c.Hash.String() == hash
				})
				if at < 0 || code.Picks[at].Must != (p.State == "must") {
					t.Errorf("%s: the code does not have %s as %s", edition, key, p.State)
				}
			}
			if len(code.Picks) != n {
				t.Errorf("%s: the code has %d picks, want %d", edition, len(code.Picks), n)
			}
		}
	})
}
