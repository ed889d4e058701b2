package report

import (
	"strings"
	"unicode/utf8"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/read/infer"
)

// moreWords are words that are kept beside those of infer.Words: of dates and clocks, of
// the parts of addresses, of schemas, of what is cancelled or not known yet, and the small ones
// by which a list of names is told from a title.
const moreWords = "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec" +
	"|am|pm|noon|midnight|kst|utc|gmt|jst|cet|cest|bst|est|pst|day|days|today|week|first|second|third|year|month" +
	"|오전|오후|정오|자정|부터|까지|에서|시작|종료|년|월|일|시|분|초|요일|첫|둘|셋|째|날|첫째|둘째|셋째|첫째날|둘째날|셋째날|첫날|하루|上午|下午|午前|午後|年|月|日|時|分|目|曜日" +
	"|the|and|of|for|with|to|in|on|a|an|how|why|what|your|you|is|are|from|using|at|by|or|not|go|until|till|bis|및|와|과|외" +
	"|http|https|www|com|net|org|kr|html|htm|php|index|id|idx|no|seq|page|ko|en|list|view|schedules|sessions|talks|programs|keynotes|events|presentations|tutorials|workshops|speakers" +
	"|person|place|organization|educationevent|schema|virtuallocation|pycon|conference|conf" +
	"|취소|취소됨|취소되었습니다|발표취소|세션취소|cancelled|canceled|미정|추후|공개|예정|tbd|tba|coming|soon|opening|closing|오프닝|클로징|개회|폐회|개회식|폐회식" +
	"|님|씨|교수|대표|팀장|prof|dr|mr|ms"

// unitWords are what a number may be followed by at once.
const unitWords = "|분|시|시간|일|월|년|일차|일째|회|회차|명|표|개|호|층|관|차|부|번|번째|st|nd|rd|th|m|min|mins|minutes|h|hr|hrs|hour|hours|am|pm|t|z|kst|時|分|年|月|日|日目|時間|"

// tailWords are what Korean words end with that are known by their end.
const tailWords = "컨퍼런스룸|오디토리움|극장|강당|트랙|홀|관|룸|실|호|층|님"

// vocabulary are all words that are kept, in lower case.
func vocabulary() map[string]bool {
	known := map[string]bool{}
	for _, list := range append(infer.Words(), moreWords) {
		eachWord(list, func(word string, _ bool) { known[ascii.Lower(word)] = true }, func(string) {})
	}
	return known
}

// script tells letters apart, so that a word is of one kind: 0 is no letter.
func script(c rune) int {
	switch {
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		return 1
	case c >= 0xAC00 && c <= 0xD7A3 || c >= 0x1100 && c < 0x1200 || c >= 0x3130 && c < 0x3190:
		return 2
	case c >= 0x3400 && c < 0xA000 || c == '々':
		return 3
	case c >= 0x3041 && c < 0x3100 && c != 0x30FB:
		return 4
	case c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7, c >= 0xA000 && c < 0xFE00, c >= 0xFF21 && c <= 0xFF3A, c >= 0xFF41 && c <= 0xFF5A, c >= 0xFF66 && c < 0xFFE0, c >= 0x20000 && c < 0x40000:
		return 5
	}
	return 0
}

func digit(s string, i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }

// eachWord calls word for every run of letters of one script, telling whether a digit stands
// right before it, and other for what is in between.
func eachWord(s string, word func(w string, counted bool), other func(string)) {
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		kind := script(c)
		if kind == 0 {
			if m := numberEnd(s, i); m > i {
				n = m - i
			}
			other(s[i : i+n])
			i += n
			continue
		}
		end := i + n
		for end < len(s) {
			c, n := utf8.DecodeRuneInString(s[end:])
			if script(c) != kind {
				break
			}
			end += n
		}
		word(s[i:end], digit(s, i-1))
		i = end
	}
}

// numberEnd is where the number ends that begins at s[i], with what parts telephone numbers;
// i where none does.
func numberEnd(s string, i int) int {
	if !digit(s, i) && !(s[i] == '+' && digit(s, i+1)) {
		return i
	}
	parts := ".-"
	if s[i] == '+' || strings.HasPrefix(s[i:], "01") {
		parts = ".- ()"
	}
	end := i + 1
	for end < len(s) && (digit(s, end) || strings.IndexByte(parts, s[end]) >= 0 && digit(s, end+1)) {
		end++
	}
	return end
}

// words replaces the words of a text that are not known.
func (w *writer) words(s string) string {
	var b strings.Builder
	eachWord(s, func(word string, counted bool) { w.word(&b, word, counted) }, func(other string) { b.WriteString(numbers(other)) })
	return b.String()
}

// leastNumber is how many digits a number has that is somebody's: a telephone's.
const leastNumber = 9

// numbers keeps clocks and dates, and makes noughts of what has more digits than these.
func numbers(s string) string {
	n := 0
	for i := range len(s) {
		if digit(s, i) {
			n++
		}
	}
	if n < leastNumber {
		return s
	}
	out := []byte(s)
	for i := range out {
		if digit(s, i) {
			out[i] = '0'
		}
	}
	return string(out)
}

func (w *writer) word(b *strings.Builder, word string, counted bool) {
	lower := ascii.Lower(word)
	switch {
	case len(word) == 1 || w.known[lower] || counted && strings.Contains(unitWords, "|"+lower+"|"):
		b.WriteString(word)
		return
	case word[0] < 0x80:
		replaced(b, word)
		return
	}
	if counted { // "10시부터"
		for i := 3; i < len(word); i += 3 {
			if strings.Contains(unitWords, "|"+word[:i]+"|") {
				b.WriteString(word[:i])
				w.word(b, word[i:], false)
				return
			}
		}
	}
	for _, tail := range strings.Split(tailWords, "|") {
		if head, ok := strings.CutSuffix(word, tail); ok {
			w.word(b, head, false)
			b.WriteString(tail)
			return
		}
	}
	replaced(b, word)
}

// The letters that words are made of instead: none that words have. Only the surname and
// the end of a sentence are such as others have, for by them names and sentences are known.
const (
	newLetters   = "qxzvkw"
	newSurnames  = "김이박최정강조윤"
	newSyllables = "궳뜳쐛쬻쿮튬뾃쯃"
	newHan       = "甪甮畱畭"
	newKana      = "ヱヰヲヵ"
	sentenceEnds = "다요까죠"

	// surnames are those by which names are known, of which most people have one.
	surnames = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진"
)

// replaced writes a word of other letters, the same for the same word.
func replaced(b *strings.Builder, word string) {
	h := uint32(2166136261)
	for i := range len(word) {
		h = (h ^ uint32(word[i])) * 16777619
	}
	pick := func(list string, size int) string {
		h = h*1664525 + 1013904223
		at := int(h>>16) % (len(list) / size) * size
		return list[at : at+size]
	}
	const most = 4 // syllables of a name
	for i, c := range word {
		end := i + utf8.RuneLen(c)
		switch {
		case c >= 'a' && c <= 'z':
			b.WriteString(pick(newLetters, 1))
		case c >= 'A' && c <= 'Z':
			b.WriteByte(pick(newLetters, 1)[0] - 'a' + 'A')
		case script(c) == 2 && i == 0 && len(word) >= 6 && len(word) <= 3*most && strings.ContainsRune(surnames, c):
			b.WriteString(pick(newSurnames, 3))
		case script(c) == 2 && i > 0 && end == len(word) && strings.ContainsRune(sentenceEnds, c):
			b.WriteRune(c)
		case script(c) == 2:
			b.WriteString(pick(newSyllables, 3))
		case script(c) == 3:
			b.WriteString(pick(newHan, 3))
		case script(c) == 4:
			b.WriteString(pick(newKana, 3))
		case c < 0x800:
			b.WriteString("ǁ") // two bytes, as these have
		default:
			b.WriteString("ꙮ")
		}
	}
}
