package site

import (
	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
)

// A site may answer the address of a missing session with a page that looks like a session's:
// it has a heading. The server's status (Options.Missing) is not enough to tell, since an
// application that runs in the browser may be served with a 404 and then show the session. So
// a page counts as missing if its heading says so, or if the server says so and the page has
// nothing of a session but a heading.

// withoutMissing removes the spots of a session's own page if the page says that the session
// does not exist.
func (p *Page) withoutMissing(o Options) {
	gone := map[session.Key]bool{}
	for i := range p.Spots {
		spot := &p.Spots[i]
		s := &spot.Session
		if !spot.Heading {
			continue
		}
		bare := !s.Start.Known() && len(s.Speakers) == 0 && len(s.Rooms) == 0
		for j := range p.Spots { // each slot of a session has its own time
			t := &p.Spots[j].Session
			bare = bare && (t.Key.First() != s.Key || !t.Start.Known())
		}
		if isMissing(s.Title(p.Lang)) || o.Missing && bare {
			gone[s.Key] = true
		}
	}
	if len(gone) == 0 {
		return
	}
	left := p.Spots[:0]
	for _, spot := range p.Spots {
		if !gone[spot.Session.Key] || !spot.Heading && !spot.All {
			left = append(left, spot)
		}
	}
	p.Spots = left
}

// longestMissing is more than the longest of the words below, in bytes.
const longestMissing = 80

// isMissing reports whether a title is only a message that a page does not exist or that it
// failed: a status, its words, or both.
func isMissing(title string) bool {
	if len(title) > longestMissing {
		return false
	}
	t := ""
	for _, c := range ascii.Lower(title) {
		if c > '~' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			t += string(c)
		}
	}
	status := false
	if isStatus(t, 0) {
		t, status = t[3:], true
	} else if isStatus(t, len(t)-3) {
		t, status = t[:len(t)-3], true
	}
	if status && session.OneOf(t, "|error|httperror|http|오류|에러|forbidden|badrequest|") {
		return true
	}
	return status && t == "" || session.OneOf(t, "|notfound|pagenotfound|thispagecouldnotbefound|sessionnotfound|accessdenied"+
		"|internalservererror|servererror|badgateway|serviceunavailable"+
		"|페이지를찾을수없습니다|페이지를찾을수없어요|요청하신페이지를찾을수없습니다|찾을수없는페이지입니다|존재하지않는페이지입니다|페이지가존재하지않습니다|없는페이지입니다"+
		"|세션을찾을수없습니다|발표를찾을수없습니다|서버오류|오류가발생했습니다|문제가발생했습니다|")
}

// isStatus reports whether at i a status of a failure begins: 400 to 599.
func isStatus(s string, i int) bool {
	if i < 0 || i+3 > len(s) || s[i] != '4' && s[i] != '5' || len(s) > i+3 && isDigit(s[i+3]) || i > 0 && isDigit(s[i-1]) {
		return false
	}
	return isDigit(s[i+1]) && isDigit(s[i+2])
}
