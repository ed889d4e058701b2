package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// Timetable returns the address of the page or the data that tells the times of a whole
// edition, for a page of it that does not; "" if there is none, or pageURL is that page. A
// timetable that scripts make of data which is not public can be learned only by a visit.
func Timetable(pageURL string) string {
	a := parseURL(pageURL)
	for _, p := range Profiles {
		if _, fits := p.fits(a); !fits {
			continue
		}
		if p.Timetable == "" || p.Data != nil && p.Data.Page != "" {
			return p.Timetable
		}
		rest := a.rest()
		root := strings.Join(a.path[:len(a.path)-len(rest)], "/")
		if root != "" {
			root += "/"
		}
		if strings.Join(rest, "/") == ascii.Trim(p.Timetable, "/") {
			return ""
		}
		return a.scheme + "://" + a.host + "/" + root + p.Timetable
	}
	return ""
}
