package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// tails are what parts a title from who speaks, in lines that tell both: "제목 (김하늘)",
// "Title — Nina Park, Harbour Labs". The last one in a line counts.
var tails = [...]string{" (", "(", " — ", " – ", " - ", " / ", " | ", " by ", " @ ", " @", " ~ ", ", "}

// tail parts a line into a title and names; "" for none where it tells none.
func tail(text, by string) (title, names string) {
	i := strings.LastIndex(text, by)
	if i <= 0 {
		return text, ""
	}
	title, names = ascii.TrimRight(text[:i], " ,-"), text[i+len(by):]
	if by[len(by)-1] == '(' {
		var closed bool
		if names, closed = strings.CutSuffix(ascii.TrimRight(names, " "), ")"); !closed {
			return text, ""
		}
	} else if by == ", " { // the first of "title, name, company" that is a name
		if j := strings.LastIndex(title, by); j > 0 && nameLike(title[j+len(by):]) >= 0.6 {
			title, names = title[:j], title[j+len(by):]
		}
	}
	if names == "" || width(title) < 4 || nameLike(names) < 0.6 || len(names) > 80 {
		return text, ""
	}
	return title, names
}

// tailOf is what parts titles from names in nearly all lines of a group that has no column of
// names; "" for none.
func (g *group) tailOf() string {
	const least = 3 // lines
	for _, by := range tails {
		n, all, commas := 0, 0, 0
		names := map[string]bool{}
		for k := range g.recs {
			p := &g.r.pieces[g.recs[k].title]
			if p.pause() {
				continue
			}
			all++
			if _, name := tail(p.text, by); name != "" {
				n++
				names[name] = true
				commas += count(strings.IndexByte(name, ',') > 0)
			}
		}
		if n >= least && n*10 >= all*6 && len(names)*10 >= n*6 {
			g.employed = commas*4 >= n*3
			return by
		}
	}
	return ""
}
