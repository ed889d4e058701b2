package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// surnames are those of one syllable that all but a few Koreans have.
const surnames = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국은편용예경봉사부가복태목형피두감음빈동온호범좌팽승간상갈시당단"

// script is what a text is written in.
type script uint8

const (
	noScript script = iota // other signs than those of names, or several scripts
	korean
	eastern // Chinese characters and kana
	western
	koreanWestern
)

// letters are how many of each kind a text has.
type letters struct {
	text           string
	script         script
	all            int // but Latin ones
	chinese, words int
}

func lettersOf(t string) letters {
	l := letters{text: t, words: 1}
	hangul, kana, latin, other := 0, 0, 0, 0
	for _, c := range t {
		switch {
		case c >= 0xAC00 && c <= 0xD7A3:
			hangul++
		case c >= 0x4E00 && c <= 0x9FFF:
			l.chinese++
		case c >= 0x3040 && c <= 0x30FF:
			kana++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0xC0 && c < 0x250:
			latin++
		case c == ' ':
			l.words++
		case c == '.' || c == '-' || c == '\'' || c == '·' || c == ',' || c == '’':
		default:
			other++
		}
	}
	l.all = hangul + l.chinese + kana
	switch {
	case other > 0 || l.all+latin == 0:
	case l.all == 0:
		l.script = western
	case hangul == 0 && latin == 0:
		l.script = eastern
	case hangul == l.all && latin == 0:
		l.script = korean
	case hangul == l.all:
		l.script = koreanWestern
	}
	return l
}

// A must is what all words of a name have, besides.
type must uint8

const (
	nothing     must = iota
	surname          // two to four syllables, the first a surname
	chinese          // two Chinese characters in all, and four kana at most
	names            // none stands in sentences
	capitalised      // and each begins with a capital, or stands between such in names
)

// nameForms are the forms of people's names, and how much what has one is like a name. The first
// that fits counts.
var nameForms = [...]struct {
	form        string
	like        float64
	script      script
	words, most int // at least and at most
	all, mostOf int // letters, likewise; 0: any
	must        must
}{
	{"three syllables", 1, korean, 1, 1, 3, 3, surname},
	{"two or four syllables", 0.6, korean, 1, 1, 2, 4, surname},
	{"words of syllables", 0.7, korean, 2, 4, 0, 0, surname},
	{"characters", 0.7, eastern, 1, 2, 2, 7, chinese},
	{"characters or kana", 0.3, eastern, 1, 1, 1, 6, nothing},
	{"one word", 0.3, western, 1, 1, 0, 0, names},
	{"words with capitals", 0.9, western, 2, 4, 0, 0, capitalised},
	{"words", 0.4, western, 2, 3, 0, 0, names},
	{"syllables and letters", 0.2, koreanWestern, 1, 3, 0, 0, nothing},
}

// nameForm is the form that a text has, -1 for none.
func nameForm(t string) int {
	l := lettersOf(t)
	for i := range nameForms {
		f := &nameForms[i]
		if l.script == f.script && l.words >= f.words && l.words <= f.most && (f.all == 0 || l.all >= f.all && l.all <= f.mostOf) && l.have(f.must) {
			return i
		}
	}
	return -1
}

// have reports whether the words of a text are as m says.
func (l *letters) have(m must) bool {
	switch m {
	case nothing:
		return true
	case chinese:
		return l.chinese >= 2 && l.all-l.chinese <= 4
	}
	for _, w := range strings.Split(l.text, " ") {
		switch {
		case m == surname:
			if len(w) < 6 || len(w) > 12 || !strings.Contains(surnames, w[:3]) {
				return false
			}
		case oneOf(ascii.Lower(w), "|the|and|of|for|with|to|in|on|a|an|how|why|what|your|you|is|are|from|using|at|by|or|not|go|new|lunch|break|opening|closing|"):
			return false
		case m == capitalised && (w == "" || !(w[0] >= 'A' && w[0] <= 'Z' || w[0] >= 0xC0 || oneOf(w, "|de|van|von|der|da|del|la|le|bin|al|di|den|dos|"))):
			return false
		}
	}
	return true
}

// nameLike tells how much a text is like a person's name, from 0 to 1. A company may follow in
// brackets or after a mark.
func nameLike(text string) float64 {
	t := bareName(text)
	if t == "" || len(t) > 48 {
		return 0
	}
	if i := nameForm(t); i >= 0 {
		return nameForms[i].like
	}
	return 0
}

// signs are the marks that may stand before a name: "@ Nina Park", "- 김하늘".
const signs = " @-|/~:,"

// unsigned removes signs, and dashes of other kinds, from the beginning of a text.
func unsigned(text string) string {
	for {
		t := ascii.TrimLeft(text, signs)
		for _, dash := range [...]string{"–", "—", "―", "·", "•"} {
			t = strings.TrimPrefix(t, dash)
		}
		if t == text {
			return t
		}
		text = t
	}
}

// bareName returns the name in a text such as "by X", "X / Y", "X (Y)" or "X 님".
func bareName(text string) string {
	t := ascii.Trim(unsigned(text), " ()")
	if hasFold(t, 0, "by ") {
		t = t[3:]
	}
	for _, cut := range [...]string{" / ", " | ", " · ", " (", "(", "（", " @ ", ", ", " - ", " at ", "/", ","} {
		if a, _, ok := strings.Cut(t, cut); ok && a != "" {
			t = a
		}
	}
	t = strings.TrimSuffix(strings.TrimSuffix(ascii.Trim(t, " "), "님"), " 님")
	return ascii.Trim(t, " ")
}

// people are the names in a piece of a column of such. What stands behind a slash, behind a comma
// or in brackets is where somebody works, if that is the habit of the column; where a slash is rare,
// it is another person, or another name of the same.
func (r *reader) people(p *piece) []string {
	const habit = 4 // of so many one has a slash, and all but one a comma or brackets
	const slash = " / "
	list := r.cols[p.col].pieces
	list = list[:min(len(list), longColumn)]
	share := func(of func(text string) bool) bool {
		n, all := 0, 0
		for _, i := range list {
			if q := &r.pieces[i]; q.words() && !q.is(isMark) {
				all++
				n += count(of(q.text))
			}
		}
		return all >= habit && n*habit >= all*(habit-1)
	}
	if name, rest, two := strings.Cut(p.text, ","); two && nameLike(name) >= 0.6 && rest != "" && nameLike(rest) < 1 && !strings.ContainsAny(name, "(/|") &&
		share(func(t string) bool { return strings.Contains(t, ",") }) {
		return people(name)
	}
	if i := strings.Index(p.text, " ("); i > 0 && strings.HasSuffix(p.text, ")") && nameLike(p.text[:i]) >= 0.6 && strings.Count(p.text, "(") == 1 &&
		share(func(t string) bool { return strings.HasSuffix(t, ")") }) {
		return people(p.text[:i])
	}
	a, b, two := strings.Cut(p.text, slash)
	if !two || len(list) < 2*habit || strings.ContainsAny(p.text, "(|,") {
		return people(p.text)
	}
	n := 0
	for _, i := range list {
		n += count(strings.Contains(r.pieces[i].text, slash))
	}
	switch {
	case n*habit > len(list), nameLike(b) < 0.3:
		return people(p.text)
	case nameLike(a) >= 0.9 && nameLike(b) >= 0.9:
		return []string{ascii.Trim(a, " "), ascii.Trim(b, " ")}
	}
	return []string{p.text}
}

// people splits a text into the names in it.
func people(text string) []string {
	t := ascii.Trim(unsigned(text), " ")
	if hasFold(t, 0, "by ") {
		t = ascii.Trim(t[3:], " ")
	}
	if i := strings.IndexAny(t, ":"); i > 0 && i < longestLabel && labelOf(t[:i]) == speakerLabel {
		t = ascii.Trim(t[i+1:], " ")
	} else if w, rest, ok := strings.Cut(t, " "); ok && oneOf(w, "|발표자|연사|강사|진행|사회|Speaker|Speakers|") && rest != "" {
		t = rest
	}
	if strings.HasPrefix(t, "(") && strings.HasSuffix(t, ")") && strings.IndexByte(t[1:], '(') < 0 {
		t = ascii.Trim(t, "() ")
	}
	// "이름 (소속)", "이름 · 소속": commas within brackets part nobody.
	var names []string
	depth, from := 0, 0
	put := func(s string) {
		if a, b, two := strings.Cut(s, " / "); two && nameLike(a) >= 1 && nameLike(b) >= 1 && !strings.ContainsAny(s, "(|") {
			names = append(names, ascii.Trim(a, " "))
			s = b
		}
		if s = oneName(s); s != "" {
			for _, n := range names {
				if n == s {
					return
				}
			}
			names = append(names, s)
		}
	}
	for i := 0; i < len(t); i++ {
		switch {
		case t[i] == '(' || t[i] == '[':
			depth++
		case t[i] == ')' || t[i] == ']':
			depth--
		case depth > 0:
		case t[i] == ',' || t[i] == ';':
			put(t[from:i])
			from = i + 1
		default:
			for _, sep := range [...]string{"、", " × "} {
				if strings.HasPrefix(t[i:], sep) {
					put(t[from:i])
					from = i + len(sep)
					i = from - 1
					break
				}
			}
		}
	}
	put(t[from:])
	return names
}

// oneName leaves off what follows a name: a company in Korean brackets or after a mark.
func oneName(s string) string {
	s = ascii.Trim(s, " ·-|")
	for _, cut := range [...]string{" / ", " | ", " · ", " @ "} {
		if a, _, ok := strings.Cut(s, cut); ok && a != "" {
			s = a
		}
	}
	if i := strings.IndexByte(s, '('); i > 0 && s[i-1] == ' ' && strings.HasSuffix(s, ")") && nameLike(s[:i]) >= 0.6 && hangulFirst(s) {
		s = s[:i]
	}
	s = ascii.Trim(s, " ")
	if t := strings.TrimSuffix(s, "님"); t != s && nameLike(ascii.Trim(t, " ")) > 0.5 {
		s = ascii.Trim(t, " ")
	}
	return s
}

func hangulFirst(s string) bool { return len(s) > 2 && s[0] >= 0xEA && s[0] <= 0xED }
