package constants

import "strings"

// script is JavaScript, taken apart: code without its comments, with what its literals
// say, and those literals.
type script struct {
	code     string
	literals []literal
	names    map[string]bool // the constants that it uses
	wrong    []string        // what is wrong with it by itself
}

// literal is a text: a string, what a template has before its first hole or after one, or
// a regular expression.
type literal struct {
	text  string
	regex bool
}

// read takes a script apart. It knows as much of JavaScript as that takes: comments,
// strings, templates, and a slash that divides from one that begins an expression.
func read(source string) script {
	r := reader{in: source}
	r.block(false)
	return script{code: r.code.String(), literals: r.literals}
}

// WithoutTypes is a script without the comments that tell types, /** and on, which are for
// whoever works on it; a line that has nothing else goes with them.
func WithoutTypes(source string) string {
	r := reader{in: source}
	r.block(false)
	var out strings.Builder
	from := 0
	for _, c := range r.types {
		begin, end := c[0], c[1]
		line := strings.LastIndexByte(source[:begin], '\n') + 1
		switch {
		case strings.TrimSpace(source[line:begin]) == "" && strings.HasPrefix(source[end:], "\n"):
			begin, end = line, end+1
		case strings.HasPrefix(source[end:], " "):
			end++
		}
		out.WriteString(source[from:begin])
		from = end
	}
	out.WriteString(source[from:])
	return out.String()
}

type reader struct {
	in       string
	at       int
	code     strings.Builder
	literals []literal
	types    [][2]int // where comments that begin with /** begin and end
	last     string   // the last token: a word, or a sign
}

// block reads to the end, or to the brace that ends a template's hole.
func (r *reader) block(hole bool) {
	depth := 0
	for r.at < len(r.in) {
		rest := r.in[r.at:]
		c := rest[0]
		switch {
		case strings.HasPrefix(rest, "//"):
			r.skip(rest, "\n")
			r.code.WriteByte('\n')
		case strings.HasPrefix(rest, "/*"):
			begin := r.at
			r.skip(rest, "*/")
			if strings.HasPrefix(rest, "/**") {
				r.types = append(r.types, [2]int{begin, r.at})
			}
			r.code.WriteByte(' ')
		case c == '"' || c == '\'':
			r.quoted(c, false)
		case c == '`':
			r.template()
		case c == '/' && r.begins():
			r.quoted('/', true)
			for r.at < len(r.in) && isWord(r.in[r.at]) { // its flags
				r.put(1)
			}
		case isWord(c):
			n := 1
			for n < len(rest) && isWord(rest[n]) {
				n++
			}
			r.last = rest[:n]
			r.put(n)
		default:
			if c == '{' {
				depth++
			} else if c == '}' {
				if depth == 0 && hole {
					return
				}
				depth--
			}
			if c > ' ' {
				r.last = rest[:1]
			}
			r.put(1)
		}
	}
}

func (r *reader) skip(rest, end string) {
	if i := strings.Index(rest, end); i >= 0 {
		r.at += i + len(end)
	} else {
		r.at = len(r.in)
	}
}

// put copies n bytes into the code.
func (r *reader) put(n int) {
	r.code.WriteString(r.in[r.at : r.at+n])
	r.at += n
}

// begins reports whether a slash begins a regular expression, after what came last.
func (r *reader) begins() bool {
	switch r.last {
	case "return", "typeof", "case", "in", "of", "await", "void", "":
		return true
	case ")", "]", "}":
		return false
	}
	return !isWord(r.last[0])
}

// quoted reads a string, or a regular expression, in which a slash may stand in a class.
func (r *reader) quoted(end byte, regex bool) {
	var text strings.Builder
	r.put(1)
	class := false
	for r.at < len(r.in) && (r.in[r.at] != end || class) && r.in[r.at] != '\n' {
		if r.in[r.at] == '\\' && r.at+1 < len(r.in) {
			if regex && r.in[r.at+1] != '/' {
				text.WriteByte(' ') // \b is no letter
			} else {
				text.WriteByte(r.in[r.at+1])
			}
			r.put(2)
			continue
		}
		if regex {
			class = r.in[r.at] == '[' || class && r.in[r.at] != ']'
		}
		text.WriteByte(r.in[r.at])
		r.put(1)
	}
	if r.at < len(r.in) {
		r.put(1)
	}
	r.literals = append(r.literals, literal{text.String(), regex})
	r.last = "x" // a value
}

// template reads a template with its holes.
func (r *reader) template() {
	var text strings.Builder
	end := func() {
		r.literals = append(r.literals, literal{text.String(), false})
		text.Reset()
	}
	r.put(1)
	for r.at < len(r.in) && r.in[r.at] != '`' {
		switch {
		case r.in[r.at] == '\\' && r.at+1 < len(r.in):
			text.WriteByte(r.in[r.at+1])
			r.put(2)
		case strings.HasPrefix(r.in[r.at:], "${"):
			end()
			r.put(2)
			r.last = "{"
			r.block(true)
			if r.at < len(r.in) {
				r.put(1)
			}
		default:
			text.WriteByte(r.in[r.at])
			r.put(1)
		}
	}
	if r.at < len(r.in) {
		r.put(1)
	}
	end()
	r.last = "x"
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
