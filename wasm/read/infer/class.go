package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// classed is what the name of a class says about its elements.
type classed struct {
	shape   string // see shape
	feature int    // what they hold, of the evidence of columns; 0: it does not say
	name    bool   // of somebody or something
	blind   bool   // it is for screen readers only
	pause   bool   // a break's
}

// classWords are the words in the names of classes that tell what an element holds. Where
// several fit, the nearest element's count.
var classWords = [...]struct {
	feature int
	words   string
}{
	{fClassDescription, "desc|abstract|summary|detail|content|body-text|bio|about|subtitle|sub-title"},
	{fClassSpeaker, "speaker|author|presenter|performer|people|person|host|lecturer|presentor|panelist| who |-who |_who "},
	{fClassRoom, "room|place|venue|location|hall|where|stage"},
	{fClassTag, "tag|badge|chip|label|level|categor|difficulty|lang|type|status|icon"},
	{fClassTime, "time|date|hour|clock|duration"},
	{fClassTitle, "title|subject|topic|headline|p-name|heading"},
}

// class is what a class tells: a page has few, and each is looked at once.
func (r *reader) class(class string) *classed {
	if c := r.classes[class]; c != nil {
		return c
	}
	l := " " + ascii.Lower(class) + " "
	c := &classed{
		shape: shape(class),
		name:  strings.Contains(l, "name "),
		blind: holds(l, " sr-only | visually-hidden | visuallyhidden | blind | a11y-hidden | screen-reader-text | screenreader | ir_wa | hidden-text | sr-only-focusable "),
		pause: holds(l, " break |-break |_break | lunch |-break-|--break"),
	}
	for i := len(classWords) - 1; i >= 0; i-- { // the first counts
		if holds(l, classWords[i].words) {
			c.feature = classWords[i].feature
		}
	}
	r.classes[class] = c
	return c
}

// shape returns a class without the parts that tell the state of an element, or its place
// among others.
func shape(class string) string {
	if !strings.ContainsAny(class, " 0123456789") {
		return class
	}
	out := make([]byte, 0, len(class))
	for _, c := range strings.Split(class, " ") {
		if c == "" || holds(" "+ascii.Lower(c)+" ", " active | first | last | odd | even | is-first | is-last | selected | current | open | show | in | collapsed | undefined | null | is-active | on ") {
			continue
		}
		digits := 0
		for i := 0; i < len(c); i++ {
			if isDigit(c[i]) {
				digits++
			}
		}
		if len(out) > 0 {
			out = append(out, ' ')
		}
		if digits > 0 && digits < 4 && isDigit(c[len(c)-1]) && strings.IndexByte(c, '-') > 0 { // "item-12"
			c = ascii.TrimRight(c, "0123456789")
		}
		out = append(out, c...)
	}
	return string(out)
}
