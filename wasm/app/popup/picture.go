package popup

import (
	"slices"
	"strings"

	"byeolpyo/wasm/model/choices"
)

// Picture is how a person wants the picture, by the names of package choices. The
// zero value is what somebody gets who never chose.
type Picture struct {
	Format, Aspect, Mode string // "" is the first of each
	Theme                string // "" is light on a screen, black and white on paper
	Back                 bool   // sides for notes, on paper
	NoCode               bool   // no QR code in the corner
	OwnText              bool   // own entries in the file
	Notes                bool   // notes and questions below their sessions
	Friends              []string
}

// themes are those of package choices behind "", which is that of the format.
var themes = append([]string{""}, choices.Themes...)

func decodePicture(tree any) Picture {
	m, _ := tree.(map[string]any)
	word := func(name string, list []string) string {
		s, _ := m[name].(string)
		if !slices.Contains(list, s) {
			return ""
		}
		return s
	}
	flag := func(name string) bool { b, _ := m[name].(bool); return b }
	p := Picture{
		Format: word("format", choices.Formats), Aspect: word("aspect", choices.Aspects), Mode: word("mode", choices.Modes), Theme: word("theme", themes),
		Back: flag("back"), NoCode: flag("noCode"), OwnText: flag("ownText"), Notes: flag("notes"),
	}
	list, _ := m["friends"].([]any)
	for _, f := range list {
		if id, ok := f.(string); ok {
			p.Friends = append(p.Friends, id)
		}
	}
	return p
}

// chosen reports whether p differs from what somebody gets who never chose.
func (p Picture) chosen() bool {
	return p.Format+p.Aspect+p.Mode+p.Theme != "" || p.Back || p.NoCode || p.OwnText || p.Notes || len(p.Friends) > 0
}

// hasNotes reports whether pictures like p have room for notes.
func (p Picture) hasNotes() bool {
	return choices.Format(choices.Index(choices.Formats, p.Format)).HasNotes(choices.Mode(choices.Index(choices.Modes, p.Mode)))
}

func (p Picture) encode() map[string]any {
	return map[string]any{
		"format": p.Format, "aspect": p.Aspect, "mode": p.Mode, "theme": p.Theme,
		"back": p.Back, "noCode": p.NoCode, "ownText": p.OwnText, "notes": p.Notes, "friends": list(p.Friends),
	}
}

// ChoosePicture sets one of the choices: format, aspect, mode or theme to one of its
// values, back, code, ownText or notes to "1" or "", and friends to ids parted by spaces.
// What is none of these changes nothing.
func (m *Model) ChoosePicture(name, value string) Change {
	p := &m.settings.picture
	on := value != ""
	switch name {
	case "format", "aspect", "mode", "theme":
		tree := p.encode()
		tree[name] = value
		*p = decodePicture(tree)
	case "back":
		p.Back = on
	case "code":
		p.NoCode = !on
	case "ownText":
		p.OwnText = on
	case "notes":
		p.Notes = on
	case "friends":
		p.Friends = strings.Fields(value)
	default:
		return Change{}
	}
	return m.settingsChange()
}

// first returns value, or what stands for "" in list.
func first(value string, list []string) string {
	if value == "" {
		return list[0]
	}
	return value
}

// pictureTree is what the page's script draws with, and shows in its fields.
func (m *Model) pictureTree() map[string]any {
	p := m.settings.picture
	var shown []string
	for _, f := range m.friends() {
		if slices.Contains(p.Friends, f.ID) {
			shown = append(shown, f.ID)
		}
	}
	format := first(p.Format, choices.Formats)
	chosen := choices.Format(choices.Index(choices.Formats, format))
	mode, aspect := first(p.Mode, choices.Modes), first(p.Aspect, choices.Aspects)
	parts := []string{m.Say(message("format", format))}
	if chosen.Lock() {
		parts[0] += " " + aspect
	}
	parts = append(parts, m.Say(message("mode", mode)), m.Say(message("theme", cmpOr(p.Theme, "auto"))))
	return map[string]any{
		"format": format, "aspect": aspect, "mode": mode, "theme": p.Theme, "paper": chosen.Paper(), "lock": chosen.Lock(),
		"back": p.Back && chosen.Paper(), "code": !p.NoCode, "ownText": p.OwnText, "notes": p.Notes && p.hasNotes(), "friends": list(shown), "summary": strings.Join(parts, " · "),
	}
}

// message is the name of the message that names a choice: "formatA4Wide".
func message(kind, choice string) string {
	for part := range strings.SplitSeq(choice, "-") {
		kind += strings.ToUpper(part[:1]) + part[1:]
	}
	return kind
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
