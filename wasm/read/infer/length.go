package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// lengthWords follow a number of minutes, or of hours. A whole one is the text's last word.
var lengthWords = [...]struct {
	word    string
	minutes int
}{
	{"분", 1}, {"分", 1}, {"minutes", 1}, {"minute", 1}, {"mins", 1}, {"min", 1}, {"m", 1}, {"`", 1}, {"'", 1},
	{"시간", 60}, {"時間", 60}, {"hours", 60}, {"hour", 60}, {"hrs", 60}, {"hr", 60}, {"h", 60},
}

// lengthOf reads a text that tells a length, and little else: "30분", "(40 min.)",
// "1시간 30분", "Short Talk (20min)", "강연시간: 45분". 0: none.
func lengthOf(s string) int {
	const longest = 64 // bytes
	if len(s) > longest || !strings.ContainsAny(s, "0123456789") {
		return 0
	}
	l := ascii.Lower(s)
	total, last := 0, 0
	for i := 0; i < len(l); i++ {
		if !isDigit(l[i]) || i > 0 && (isDigit(l[i-1]) || l[i-1] == ':' || l[i-1] == '.') {
			continue
		}
		n, end := number(l, i)
		k := ascii.SkipSpace(l, end)
		for k < len(l) && l[k] == '-' {
			k++
		}
		for _, w := range lengthWords {
			if !strings.HasPrefix(l[k:], w.word) {
				continue
			}
			after := k + len(w.word)
			if w.word[0] < 0x80 && isLetter(l, after) && l[after] < 0x80 {
				continue
			}
			if n*w.minutes == 0 || n*w.minutes > 12*60 || last > 0 && w.minutes >= last {
				return 0
			}
			total += n * w.minutes
			last = w.minutes
			i = after - 1
			break
		}
	}
	return total
}

// onlyLength reports whether a text that tells a length tells nothing else.
func onlyLength(s string) bool {
	if lengthOf(s) == 0 {
		return false
	}
	rest := ascii.Lower(s)
	for _, w := range [...]string{"시간", "분", "時間", "分", "minutes", "minute", "mins", "min", "hours", "hour", "hrs", "hr", "h", "m", "約", "약", "`", "'"} {
		rest = ascii.Replace(rest, w, "")
	}
	rest = ascii.Trim(rest, " ()[].,0123456789-~:")
	return rest == "" || oneOf(rest, tagWords)
}
