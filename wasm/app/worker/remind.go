package worker

import (
	"maps"
	"slices"
	"strings"

	"byeolpyo/wasm/app/messages"
	"byeolpyo/wasm/app/syncpage"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/reminders"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/platform"
)

const msPerMinute = 60_000

// Timetable is the page to which a notice leads that is of several sessions, or of one that
// has no page.
const Timetable = "popup.html"

// begins is what storage knows of what begins.
type begins struct {
	settings reminders.Settings
	told     reminders.Announced
	lang     string
	items    []reminders.Item
	sessions map[session.Key]session.Session
}

// Remind tells what is to be told by now, and has itself called again for what comes next.
// All of it is worked out of what is stored: it may be called at any moment, and killed at
// any.
func (p *Program) Remind() error {
	p.tell.Lock()
	defer p.tell.Unlock()
	b, err := p.begins()
	if err != nil {
		return err
	}
	now := session.Instant(p.Clock.Now() / msPerMinute)
	var until, again session.Instant
	if !b.settings.Quiet {
		until, again = reminders.Button(now, b.items)
	}
	if err := p.Count(int64(until) * msPerMinute); err != nil {
		return err
	}
	choice := b.settings.Choice
	if choice.On {
		if choice.On, err = wait(p.Notices.Allowed); err != nil {
			return err
		}
	}
	plan := reminders.At(now, b.items, choice, b.told)
	if err := p.show(b, plan); err != nil {
		return err
	}
	return p.WakeAt(int64(soonest(plan.Next, again)) * msPerMinute)
}

// soonest is the earlier of two moments of which either may be never.
func soonest(a, b session.Instant) session.Instant {
	if !a.Known() || b.Known() && b < a {
		return b
	}
	return a
}

// show shows the notices of a plan and then remembers that it did. Killed between the two
// it is called again: what lies there under the same name was shown then.
func (p *Program) show(b begins, plan reminders.Plan) error {
	for _, start := range plan.Withdraw {
		_ = done(func(f func(error)) { p.Notices.Withdraw(start.String(), f) }) // of a person who forbids them none is left
	}
	var shown []string
	var words messages.Words
	if len(plan.Notices) > 0 {
		tree, err := wait(p.Messages)
		if err != nil {
			return err
		}
		words = messages.DecodeAll(tree)[b.lang]
		if shown, err = wait(p.Notices.Shown); err != nil {
			return err
		}
	}
	for _, n := range plan.Notices {
		if slices.Contains(shown, n.Start.String()) && !slices.Contains(slices.Collect(maps.Values(b.told)), n.Start) {
			continue
		}
		if err := done(func(f func(error)) { p.Notices.Show(b.notice(n, words), f) }); err != nil {
			return err
		}
	}
	if maps.Equal(plan.Announced, b.told) {
		return nil
	}
	return Refusal(set(p.Storage, map[string]any{records.RemindedKey: plan.Announced.Encode()}))
}

// done waits for what only fails or not.
func done(ask func(f func(error))) error {
	_, err := wait(func(f func(struct{}, error)) { ask(func(err error) { f(struct{}{}, err) }) })
	return err
}

// Opened returns the address to which the notice of that ID leads: the one session's page,
// or the timetable.
func (p *Program) Opened(id string) (string, error) {
	b, err := p.begins()
	if err != nil {
		return "", err
	}
	start, _ := session.ParseInstant(id)
	b.settings.On = true // it was, when the notice was shown
	of := reminders.Of(start, b.items, b.settings.Choice)
	if len(of) == 1 {
		if url := b.sessions[of[0].Key].URL; strings.HasPrefix(url, "https://") {
			return url, nil
		}
	}
	return Timetable, nil
}

// begins reads what is picked, what is known of it, and what of it was told.
func (p *Program) begins() (b begins, err error) {
	keys, err := wait(p.Storage.Keys)
	if err != nil {
		return b, syncpage.ErrRead
	}
	picked := map[session.Key]bool{} // without their slots
	for _, key := range keys {
		if name, ok := picks.PickKey(key); ok {
			picked[name.Canonical().First()] = true
		}
	}
	wanted := []string{records.SettingsKey, records.RemindersKey, records.RemindedKey}
	for _, key := range keys {
		name, about := strings.CutPrefix(key, records.SessionPrefix)
		if _, pick := picks.PickKey(key); pick || about && picked[session.Key(name).Canonical().First()] {
			wanted = append(wanted, key)
		}
	}
	entries, err := wait(func(f func(map[string]any, error)) { p.Storage.Get(wanted, f) })
	if err != nil {
		return b, syncpage.ErrRead
	}
	book := picks.NewBook()
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		book.Put(key, entries[key])
	}
	settings, _ := entries[records.SettingsKey].(map[string]any)
	lang, _ := settings["lang"].(string)
	b.lang = messages.Language(lang, p.Language)
	b.settings = reminders.DecodeSettings(entries[records.RemindersKey])
	b.told = reminders.DecodeAnnounced(entries[records.RemindedKey])
	b.sessions = map[session.Key]session.Session{}
	for _, edition := range timetable.Editions(book) {
		for _, d := range timetable.New(edition, timetable.FromBook(book, edition)).Days {
			for _, it := range d.Items {
				key := it.Session.Key
				b.items = append(b.items, reminders.Item{Key: key, Aliases: it.Aliases, Start: it.Start, State: it.State, Cancelled: it.Cancelled()})
				b.sessions[key] = it.Session
			}
		}
	}
	return b, nil
}

// notice is one in words: when, and on a line each what and where.
func (b begins) notice(n reminders.Notice, words messages.Words) platform.Notice {
	out := platform.Notice{ID: n.Start.String()}
	switch {
	case !n.Begun():
		out.Title = words.Count("remindIn", n.Left)
	case n.Left == 0:
		out.Title = words.Say("remindNow")
	default:
		out.Title = words.Count("remindLate", -n.Left)
	}
	var lines []string
	for _, key := range n.Keys {
		s := b.sessions[key]
		line := s.Title(b.lang)
		if line == "" {
			line = words.Say("untitled")
		}
		if places := s.PlacesIn(b.lang); len(places) > 0 {
			line += " · " + strings.Join(places, ", ")
		}
		lines = append(lines, line)
	}
	out.Text = strings.Join(lines, "\n")
	return out
}
