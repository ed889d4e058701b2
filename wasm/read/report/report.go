// Package report writes a page that was read wrongly as a text that may be shown to
// anybody, for those who mend how it is read: an HTML document with the page's elements,
// classes and numbers, in which words are replaced by others of their length and kind, but
// for those by which the readers know a text. What was taken for a record, a title, a name,
// a room or a time says so in data-read; comments tell what was tried and its scores.
// `make extract` reads it as the page itself.
package report

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// Head is what a report begins with.
type Head struct {
	Version string // of the extension
	Zone    string // of the browser, as "Asia/Seoul"
	URL     string // of the page, its words replaced
}

// The first line of a report: <!-- byeolpyo VERSION ZONE URL -->
const begins, ends = "<!-- byeolpyo ", " -->"

// Parse reads the head of a report; ok is false for any other text.
func Parse(text string) (h Head, ok bool) {
	rest, ok := strings.CutPrefix(ascii.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \r\n\t"), begins)
	line, _, closed := strings.Cut(rest, ends)
	parts := strings.Split(line, " ")
	if !ok || !closed || len(parts) != 3 || strings.Contains(line, "\n") {
		return Head{}, false
	}
	return Head{parts[0], parts[1], parts[2]}, true
}

// Text is the report of the page below root, read with o. It is "" for a page that is not
// read. The URL of h is that of o.
func Text(root *dom.Node, o site.Options, h Head) string {
	if root == nil || site.NewDraft(root, o) == nil {
		return ""
	}
	w := writer{host: site.ParseLocation(o.URL).Host(), roles: map[*dom.Node]string{}}
	w.known = vocabulary()
	page, known := site.Read(root, o)
	var notes []string
	if !known {
		d := infer.Describe(root, o)
		page, w.roles, notes = d.Page, d.Roles, d.Notes
	}
	w.line(begins, token(h.Version), " ", token(h.Zone), " ", token(w.address(o.URL)), ends)
	w.line("<!-- read ", choose(known, "by a profile", "by what repeats"), ", language ", token(page.Lang), ": ", ascii.Itoa(len(page.Spots)), " sessions", choose(page.Dayless, ", hours without a day", ""), ends)
	for _, n := range notes {
		w.line("<!-- ", n, ends)
	}
	for i := range page.Spots {
		w.spot(&page.Spots[i])
	}
	w.tree(root)
	return w.b.String()
}

func choose(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

// token is a part of the first line: without what would end it.
func token(s string) string {
	s = ascii.Replace(ascii.Replace(s, " ", "_"), ">", "_")
	if s == "" {
		return "-"
	}
	return s
}

// writer writes a report.
type writer struct {
	b     strings.Builder
	host  string // of the page
	roles map[*dom.Node]string
	known map[string]bool // vocabulary
}

func (w *writer) line(parts ...string) {
	for _, s := range parts {
		w.b.WriteString(s)
	}
	w.b.WriteByte('\n')
}

// spot notes at a session's title what is told of it.
func (w *writer) spot(s *site.Spot) {
	n := s.Title
	if n == nil {
		n = s.Node
	}
	t := &s.Session
	text := "title start " + token(t.Start.String()) + " end " + token(t.End.String()) + " rooms " + ascii.Itoa(len(t.Rooms)) + " speakers " + ascii.Itoa(len(t.Speakers)) +
		choose(t.Key.Hashed(), " no id", " id") + choose(t.Cancelled != 0, " cancelled", "")
	if had := w.roles[n]; had != "" {
		text = had + "; " + text
	}
	w.roles[n] = text
}

const voids = "|area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|"

func isVoid(tag string) bool { return strings.Contains(voids, "|"+tag+"|") }

// tree writes the elements below root.
func (w *writer) tree(root *dom.Node) {
	var open []*dom.Node
	closeTo := func(parent *dom.Node) {
		for len(open) > 0 && open[len(open)-1] != parent {
			w.b.WriteString("</" + open[len(open)-1].Tag + ">")
			open = open[:len(open)-1]
		}
	}
	for n := root; n != nil; n = n.After(root) {
		closeTo(n.Parent())
		switch {
		case n.Tag == "" && n.Parent().Tag == "script":
			w.data(n.Data)
		case n.Tag == "":
			w.b.WriteString(escaped(w.text(n.Data)))
		default:
			w.b.WriteString("<" + n.Tag)
			w.attributes(n)
			w.b.WriteByte('>')
			if !isVoid(n.Tag) {
				open = append(open, n)
			}
		}
	}
	closeTo(nil)
	w.b.WriteByte('\n')
}

func (w *writer) attributes(n *dom.Node) {
	for _, name := range dom.Attrs {
		v := n.Attr(name)
		switch {
		case v == "":
			continue
		case name == "href":
			v = w.address(v)
		case name == "id" || name == "for" || name == "name" || name == "aria-controls" || name == "aria-labelledby":
			v = w.words(v)
		case name == "content":
			v = w.value(v)
		}
		w.b.WriteString(" " + name + `="` + escaped(v) + `"`)
	}
	if as := w.roles[n]; as != "" {
		w.b.WriteString(` data-read="` + as + `"`)
	}
}

func escaped(s string) string {
	if strings.ContainsAny(s, `&<>"`) {
		for _, one := range [...][2]string{{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {`"`, "&quot;"}} {
			s = ascii.Replace(s, one[0], one[1])
		}
	}
	return s
}

// longest is how much of a text is written, in bytes: more than a title may have, so that
// what is none stays too long for one.
const longest = 480

// text replaces the words of a text, and takes white space together.
func (w *writer) text(s string) string {
	var b strings.Builder
	space := byte(0)
	for i := 0; i < len(s); {
		n := 1
		switch c := s[i]; {
		case c == '\n' || c == '\r':
			space = '\n'
		case c == ' ' || c == '\t':
			if space == 0 {
				space = ' '
			}
		default:
			if space != 0 {
				b.WriteByte(space)
				space = 0
			}
			for i+n < len(s) && s[i+n] != ' ' && s[i+n] != '\n' && s[i+n] != '\r' && s[i+n] != '\t' {
				n++
			}
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	if space != 0 {
		b.WriteByte(space)
	}
	return w.words(ascii.Cut(b.String(), longest))
}

// value replaces the words of a value, which may be an address.
func (w *writer) value(s string) string {
	if strings.HasPrefix(s, "/") || strings.Contains(s, "://") && !strings.Contains(s, " ") {
		return w.address(s)
	}
	return w.text(s)
}

// mostData is how much of a page's own data is written, in bytes.
const mostData = 100_000

// data writes the page's own JSON with the words in its values replaced; names of members
// stay. What is no JSON, or more than anybody would read, is left out.
func (w *writer) data(s string) {
	if len(s) > mostData || !strings.ContainsAny(s[:min(len(s), 64)], "{[") {
		return
	}
	name := ""
	for i := 0; i < len(s); {
		if s[i] != '"' {
			if s[i] != '<' { // only in strings
				w.b.WriteByte(s[i])
			}
			i++
			continue
		}
		end := i + 1
		for end < len(s) && s[end] != '"' {
			if s[end] == '\\' {
				end++
			}
			end++
		}
		end = min(end, len(s))
		inner := s[i+1 : end]
		after := ascii.SkipSpace(s, min(end+1, len(s)))
		switch {
		case after < len(s) && s[after] == ':':
			name = inner
			inner = w.memberName(inner)
		case name != "@type" && name != "@context":
			inner = w.member(inner)
		}
		w.b.WriteString(`"` + ascii.Replace(inner, "<", " ") + `"`)
		i = end + 1
	}
}

// memberName is the name of a member, unless it is none that a program chose.
func (w *writer) memberName(name string) string {
	for i := 0; i < len(name); i++ {
		if name[i] >= 0x80 || name[i] == ' ' || name[i] == '\\' {
			return w.member(name)
		}
	}
	return name
}

// member replaces the words of a string of JSON as it is written, with its escapes.
func (w *writer) member(s string) string {
	var b strings.Builder
	for s != "" {
		at := strings.IndexByte(s, '\\')
		if at < 0 {
			at = len(s)
		}
		b.WriteString(w.value(s[:at]))
		if at+1 < len(s) {
			skip := at + 2
			if s[at+1] == 'u' {
				b.WriteByte('?')
				skip = min(at+6, len(s))
			} else {
				b.WriteString(s[at:skip])
			}
			s = s[skip:]
		} else {
			s = ""
		}
	}
	return b.String()
}
