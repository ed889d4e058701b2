package popup

import (
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/reminders"
)

// RemindersView is the switch for being told that sessions begin, with its choices.
type RemindersView struct {
	On             bool   // and the browser allows it
	Which, Minutes string // the choices, by the names of package choices
	Count          bool   // the button counts minutes
	Forbidden      string // says that it is on and that the browser does not allow it, or ""
}

// ChooseReminder sets one of the choices, by the names of package reminders, to one of its
// values: of a switch these are "1" and "". What is none of these changes nothing.
func (m *Model) ChooseReminder(name, value string) Change {
	tree := m.reminders.Encode()
	switch tree[name].(type) {
	case bool:
		tree[name] = value != ""
	case string:
		tree[name] = value
	default:
		return Change{}
	}
	newer := m.reminders.Newer
	m.reminders = reminders.DecodeSettings(tree)
	if m.reminders.Newer = newer; newer {
		return Change{notice: Notice{Text: m.Say("writeNewer")}}
	}
	return Change{Entries: map[string]any{records.RemindersKey: m.reminders.Encode()}}
}

// Allow takes in whether the browser allows notices. Where it was asked just now, and does
// not, the switch goes back, and the person is told why.
func (m *Model) Allow(allowed, asked bool) Change {
	m.forbidden = !allowed
	if allowed || !asked {
		return Change{}
	}
	c := m.ChooseReminder(reminders.On, "")
	c.notice = Notice{Text: m.Say("remindersRefused")}
	return c
}

func (m *Model) remindersView() RemindersView {
	c := m.reminders.Encode()
	v := RemindersView{On: m.reminders.On && !m.forbidden, Which: c[reminders.Which].(string), Minutes: c[reminders.Minutes].(string), Count: !m.reminders.Quiet}
	if m.reminders.On && m.forbidden {
		v.Forbidden = m.Say("remindersForbidden")
	}
	return v
}

func (v RemindersView) tree() map[string]any {
	return map[string]any{"on": v.On, "which": v.Which, "minutes": v.Minutes, "count": v.Count, "forbidden": v.Forbidden}
}
