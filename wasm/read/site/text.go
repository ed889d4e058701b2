package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
)

// cleanTitle folds white space and the two characters \n that the sites of 2025
// and 2026 show where their editors meant a new line.
func cleanTitle(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return session.Fold(s)
	}
	return session.Fold(ascii.Replace(s, `\n`, " "))
}

// longestPlaceholder is the length of "아직 결정되지 않았습니다" in bytes, the longest.
const longestPlaceholder = 35

// isPlaceholder reports whether a whole text is a placeholder. It compares all of the text,
// since a title may contain "TBD".
func isPlaceholder(s string) bool {
	if len(s) > longestPlaceholder {
		return false
	}
	if s == "" || session.OneOf(ascii.Lower(s), "|-|–|—|unknown|not assigned|알 수 없음|tbd|tba|미정|준비중 입니다.|준비 중입니다|ready for content|아직 결정되지 않았습니다"+
		"|not arranged yet|— 비어있음|비어있음|마감|closed|") {
		return true
	}
	return isMark(s, weakMarks)
}

// roomList splits "101, 102"; placeholders are no rooms.
func roomList(s string) []string {
	var rooms []string
	for _, room := range strings.Split(s, ", ") {
		if room = cleanTitle(room); !isPlaceholder(room) {
			rooms = append(rooms, room)
		}
	}
	return rooms
}

// kindOf tells a kind by how a title begins, or by a whole word for the kind; ""
// when they do not.
func kindOf(title string) session.Kind {
	t := ascii.Lower(title)
	for i := range kinds {
		if k := &kinds[i]; strings.HasPrefix(t, k.begins) && (!k.whole || len(t) == len(k.begins)) {
			return k.kind
		}
	}
	return ""
}

var kinds = [...]struct {
	begins string
	whole  bool // the word has to be all of the title
	kind   session.Kind
}{
	{"튜토리얼", true, session.Tutorial}, {"tutorial", true, session.Tutorial},
	{"스프린트", true, session.Sprint}, {"sprint", true, session.Sprint},
	{"라이트닝", false, session.Lightning}, {"lightning talk", false, session.Lightning},
	{"키노트", false, session.Keynote}, {"keynote", false, session.Keynote}, {"[키노트]", false, session.Keynote},
	{"오픈 스페이스", false, session.OpenSpace}, {"open space", false, session.OpenSpace},
}
