package site

import (
	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
)

// A page that is not there is told of in the form of the page that it would be: a
// heading at a session's address. What the server says of it (Options.Missing) is no
// proof: an application that is drawn in the browser may be sent with a 404 and then
// show the session. So two things tell: the heading's own words, and beside the
// server's word that nothing of a session but a heading is there.

// withoutMissing takes the spots of a session's own page off a page that tells that
// there is none.
func (p *Page) withoutMissing(o Options) {
	gone := map[session.Key]bool{}
	for i := range p.Spots {
		spot := &p.Spots[i]
		s := &spot.Session
		if !spot.Heading {
			continue
		}
		bare := !s.Start.Known() && len(s.Speakers) == 0 && len(s.Rooms) == 0
		for j := range p.Spots { // of a session with several slots each has its time
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

// isMissing reports whether a title is all that servers and frameworks say of a page
// that is not there, or that failed: a status, the words for it, or both.
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
