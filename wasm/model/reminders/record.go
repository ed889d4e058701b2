package reminders

import (
	"strconv"

	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// Settings are what a person chose on this device. They do not travel: where one sits is
// where one wants to be told, and what a browser lets be shown is known to it alone.
type Settings struct {
	Choice
	Quiet bool // the button counts no minutes

	Newer bool // a newer version wrote the record, which is not to be written over
}

// The names of the choices in the record.
const (
	On      = "on"
	Which   = "which"   // one of choices.Reminded
	Minutes = "minutes" // one of choices.AlarmMinutes
	Count   = "count"   // the button counts
)

// DecodeSettings reads the record under records.RemindersKey. Anything that is none gives
// the defaults: nothing is told, and the button counts.
func DecodeSettings(tree any) (s Settings) {
	m, _ := tree.(map[string]any)
	v, _ := m["v"].(float64)
	s.Newer = v > records.RemindersVersion
	s.On, _ = m[On].(bool)
	which, _ := m[Which].(string)
	s.All = choices.Index(choices.Reminded, which) == 1
	minutes, _ := m[Minutes].(string)
	s.Before, _ = strconv.Atoi(choices.AlarmMinutes[choices.Index(choices.AlarmMinutes, minutes)])
	count, is := m[Count].(bool)
	s.Quiet = is && !count
	return s
}

// Encode returns the tree to store under records.RemindersKey.
func (s Settings) Encode() map[string]any {
	which := choices.Reminded[0]
	if s.All {
		which = choices.Reminded[1]
	}
	return map[string]any{"v": float64(records.RemindersVersion), On: s.On, Which: which, Minutes: strconv.Itoa(s.Before), Count: !s.Quiet}
}

// DecodeAnnounced reads the record under records.RemindedKey; what cannot be read counts as not
// announced.
func DecodeAnnounced(tree any) Announced {
	t := Announced{}
	m, _ := tree.(map[string]any)
	if v, _ := m["v"].(float64); v != records.RemindedVersion {
		return t
	}
	starts, _ := m["starts"].(map[string]any)
	for key, start := range starts {
		text, _ := start.(string)
		if at, ok := session.ParseInstant(text); ok && at.Known() {
			t[session.Key(key)] = at
		}
	}
	return t
}

// Encode returns the tree to store under records.RemindedKey.
func (t Announced) Encode() map[string]any {
	starts := make(map[string]any, len(t))
	for key, start := range t {
		starts[string(key)] = start.String()
	}
	return map[string]any{"v": float64(records.RemindedVersion), "starts": starts}
}
