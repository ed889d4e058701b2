package popup

import (
	"testing"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/records"
)

func TestReminders(t *testing.T) {
	m := model(t)
	shows := func(what string, want RemindersView) {
		t.Helper()
		if got := m.View(Moment{}).Reminders; got != want {
			t.Errorf("%s: %+v, want %+v", what, got, want)
		}
	}
	usual := RemindersView{Which: "musts", Minutes: "10", Count: true}
	shows("at first", usual)
	for _, choice := range [][2]string{{"on", "1"}, {"which", "all"}, {"minutes", "5"}, {"count", ""}} {
		store(m, m.ChooseReminder(choice[0], choice[1]))
	}
	shows("chosen", RemindersView{On: true, Which: "all", Minutes: "5"})
	stored := m.ChooseReminder("count", "1").Entries[records.RemindersKey]
	other := model(t)
	other.Put(records.RemindersKey, stored)
	if got := other.View(Moment{}).Reminders; got != (RemindersView{On: true, Which: "all", Minutes: "5", Count: true}) {
		t.Errorf("%+v of %s", got, jsontree.Text(stored))
	}
	for _, choice := range [][2]string{{"v", "2"}, {"none", "1"}, {"", ""}} {
		if c := m.ChooseReminder(choice[0], choice[1]); len(c.Entries) != 0 {
			t.Errorf("%q is a choice", choice)
		}
	}
	store(m, m.ChooseReminder("minutes", "7"))
	if got := m.View(Moment{}).Reminders.Minutes; got != "10" {
		t.Errorf("%q minutes", got)
	}

	// What the browser forbids is off, and says so; a person who refuses the browser's question
	// has not switched it on.
	m.Put(records.RemindersKey, stored)
	if c := m.Allow(false, false); len(c.Entries) != 0 || c.notice.Text != "" {
		t.Errorf("%+v", c)
	}
	v := m.View(Moment{}).Reminders
	if v.On || v.Forbidden != m.Say("remindersForbidden") {
		t.Errorf("withdrawn: %+v", v)
	}
	m.Allow(true, false)
	shows("allowed again", RemindersView{On: true, Which: "all", Minutes: "5", Count: true})
	if got := store(m, m.Allow(false, true)).Text; got != m.Say("remindersRefused") {
		t.Errorf("says %q", got)
	}
	shows("refused", RemindersView{Which: "all", Minutes: "5", Count: true})

	// A newer record is followed and not written over.
	m.Put(records.RemindersKey, map[string]any{"v": 2.0, "on": true})
	if c := m.ChooseReminder("on", ""); len(c.Entries) != 0 || c.notice.Text != m.Say("writeNewer") {
		t.Errorf("%+v", c)
	}
	if m.Put(records.RemindersKey, nil); m.View(Moment{}).Reminders.On {
		t.Error("on without a record")
	}
	if !Wants(records.RemindersKey) {
		t.Error("is not read at the start")
	}
}
