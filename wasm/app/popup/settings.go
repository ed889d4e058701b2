package popup

import (
	"byeolpyo/wasm/app/calendar"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// settings are what a person chose in the popup. A record of a higher version than
// records.SettingsVersion is read as far as it is understood and never written over.
type settings struct {
	lang     string // "ko" or "en"; "" follows the browser
	edition  string // looked at last; "" for none yet
	picture  Picture
	calendar calendar.Choice
	noteText bool // notes go with the copied text

	newer bool           // a newer version wrote the record
	rest  map[string]any // the record as it was read, with the fields of others
}

// decodeSettings reads a stored record; anything that is none gives the defaults.
func decodeSettings(tree any) settings {
	m, ok := tree.(map[string]any)
	if !ok {
		return settings{calendar: decodeCalendar(nil)}
	}
	s := settings{rest: m, calendar: decodeCalendar(m["calendar"])}
	v, _ := m["v"].(float64)
	s.newer = v > records.SettingsVersion
	if lang, _ := m["lang"].(string); lang == session.Korean || lang == session.English {
		s.lang = lang
	}
	s.edition, _ = m["edition"].(string)
	s.picture = decodePicture(m["picture"])
	s.noteText, _ = m["noteText"].(bool)
	return s
}

// encode returns the tree to store. Fields that are not the popup's stay.
func (s settings) encode() map[string]any {
	m := make(map[string]any, len(s.rest)+4)
	for name, value := range s.rest {
		m[name] = value
	}
	m["v"] = float64(records.SettingsVersion)
	m["lang"] = s.lang
	m["edition"] = s.edition
	if s.picture.chosen() {
		m["picture"] = s.picture.encode()
	} else {
		delete(m, "picture")
	}
	if s.noteText {
		m["noteText"] = true
	} else {
		delete(m, "noteText")
	}
	if s.calendar != decodeCalendar(nil) {
		m["calendar"] = encodeCalendar(s.calendar)
	} else {
		delete(m, "calendar")
	}
	return m
}
