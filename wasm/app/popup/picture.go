package popup

import (
	"slices"
	"strings"
)

// Picture is how a person wants the picture, by the names of package export. The
// zero value is what somebody gets who never chose.
type Picture struct {
	Format, Aspect, Mode string // "" is the first of each
	Theme                string // "" is light on a screen, black and white on paper
	Back                 bool   // sides for notes, on paper
	NoCode               bool   // no QR code in the corner
	OwnText              bool   // own entries in the file
	Friends              []string
}

// gridMode shows the whole programme.
const gridMode = "grid"

// The choices, the first being that of who has not chosen. The lists of package
// export are the same; a test holds them to it.
var (
	formats = []string{"whole", "phone", "share", "a4", "a4-wide", "large"}
	aspects = []string{"9:20", "9:19.5", "9:16", "5:6"}
	modes   = []string{"agenda", gridMode}
	themes  = []string{"", "light", "dark", "high-contrast", "paper"}
)

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
		Format: word("format", formats), Aspect: word("aspect", aspects), Mode: word("mode", modes), Theme: word("theme", themes),
		Back: flag("back"), NoCode: flag("noCode"), OwnText: flag("ownText"),
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
	return p.Format+p.Aspect+p.Mode+p.Theme != "" || p.Back || p.NoCode || p.OwnText || len(p.Friends) > 0
}

func (p Picture) encode() map[string]any {
	return map[string]any{
		"format": p.Format, "aspect": p.Aspect, "mode": p.Mode, "theme": p.Theme,
		"back": p.Back, "noCode": p.NoCode, "ownText": p.OwnText, "friends": list(p.Friends),
	}
}

// ChoosePicture sets one of the choices: format, aspect, mode or theme to one of its
// values, back, code or ownText to "1" or "", and friends to ids parted by spaces.
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
	format := first(p.Format, formats)
	paper := format == "a4" || format == "a4-wide" || format == "large"
	mode := first(p.Mode, modes)
	parts := []string{m.Say(message("format", format))}
	if format == "phone" {
		parts[0] += " " + first(p.Aspect, aspects)
	}
	parts = append(parts, m.Say(message("mode", mode)), m.Say(message("theme", cmpOr(p.Theme, "auto"))))
	return map[string]any{
		"format": format, "aspect": first(p.Aspect, aspects), "mode": mode, "theme": p.Theme, "paper": paper,
		"back": p.Back && paper, "code": !p.NoCode, "ownText": p.OwnText, "friends": list(shown), "summary": strings.Join(parts, " · "),
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
