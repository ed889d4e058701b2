package site

import (
	"strings"

	"byeolpyo/wasm/session"
)

// cleanTitle folds white space and the two characters \n that the sites of 2025
// and 2026 show where their editors meant a new line.
func cleanTitle(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return session.Fold(s)
	}
	return session.Fold(strings.ReplaceAll(s, `\n`, " "))
}

// longestPlaceholder is the length of "아직 결정되지 않았습니다" in bytes, the longest.
const longestPlaceholder = 35

// isPlaceholder reports whether a whole text stands for a missing one. Part of a
// text never does: a title may well contain "TBD".
func isPlaceholder(s string) bool {
	if len(s) > longestPlaceholder {
		return false
	}
	if s == "" || session.OneOf(session.Lower(s), "|-|–|—|unknown|not assigned|알 수 없음|tbd|tba|미정|준비중 입니다.|준비 중입니다|ready for content|아직 결정되지 않았습니다"+
		"|not arranged yet|— 비어있음|비어있음|마감|closed|") {
		return true
	}
	return false
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

// kindOf tells a kind by the words of a title, "" when they do not.
func kindOf(title string) session.Kind {
	t := session.Lower(title)
	switch {
	case t == "튜토리얼" || t == "tutorial":
		return session.Tutorial
	case t == "스프린트" || t == "sprint":
		return session.Sprint
	case strings.HasPrefix(t, "라이트닝") || strings.HasPrefix(t, "lightning talk"):
		return session.Lightning
	case strings.HasPrefix(t, "키노트") || strings.HasPrefix(t, "keynote") || strings.HasPrefix(t, "[키노트]"):
		return session.Keynote
	case strings.HasPrefix(t, "오픈 스페이스") || strings.HasPrefix(t, "open space"):
		return session.OpenSpace
	}
	return ""
}
