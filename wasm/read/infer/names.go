package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// surnames are those of one syllable that all but a few Koreans have.
const surnames = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국은편용예경봉사부가복태목형피두감음빈동온호범좌팽승간상갈시당단"

// nameLike tells how much a text is like a person's name, from 0 to 1: two to four Hangul
// syllables of which the first is a surname, two or three words with capitals, two to four
// Han characters. A company may follow in brackets or after a mark.
func nameLike(text string) float64 {
	t := bareName(text)
	if t == "" || len(t) > 48 {
		return 0
	}
	hangul, han, kana, latin, spaces, other := 0, 0, 0, 0, 0, 0
	for _, c := range t {
		switch {
		case c >= 0xAC00 && c <= 0xD7A3:
			hangul++
		case c >= 0x4E00 && c <= 0x9FFF:
			han++
		case c >= 0x3040 && c <= 0x30FF:
			kana++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0xC0 && c < 0x250:
			latin++
		case c == ' ':
			spaces++
		case c == '.' || c == '-' || c == '\'' || c == '·' || c == ',' || c == '’':
		default:
			other++
		}
	}
	switch {
	case other > 0:
		return 0
	case hangul > 0 && latin+han+kana == 0:
		if spaces == 0 && hangul >= 2 && hangul <= 4 && strings.Contains(surnames, t[:3]) {
			if hangul == 3 {
				return 1
			}
			return 0.6
		}
		if spaces > 0 { // several names, or a name in parts
			all := true
			for _, w := range strings.Split(t, " ") {
				all = all && len(w) >= 6 && len(w) <= 12 && strings.Contains(surnames, w[:3])
			}
			if all && spaces <= 3 {
				return 0.7
			}
		}
		return 0
	case (han > 0 || kana > 0) && latin+hangul == 0:
		if han >= 2 && han+kana <= 7 && spaces <= 1 && kana <= 4 {
			return 0.7
		}
		if han+kana <= 6 && spaces == 0 {
			return 0.3
		}
		return 0
	case latin > 0 && hangul+han+kana == 0:
		words := strings.Split(t, " ")
		capital := 0
		for _, w := range words {
			if w == "" {
				continue
			}
			if oneOf(ascii.Lower(w), "|the|and|of|for|with|to|in|on|a|an|how|why|what|your|you|is|are|from|using|at|by|or|not|go|new|lunch|break|opening|closing|") {
				return 0
			}
			if w[0] >= 'A' && w[0] <= 'Z' || w[0] >= 0xC0 || oneOf(w, "|de|van|von|der|da|del|la|le|bin|al|di|den|dos|") {
				capital++
			}
		}
		switch {
		case len(words) == 1:
			return 0.3
		case len(words) <= 4 && capital == len(words):
			return 0.9
		case len(words) <= 3:
			return 0.4
		}
	case hangul > 0 && latin > 0 && han+kana == 0 && spaces <= 2:
		return 0.2
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
