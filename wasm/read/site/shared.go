package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// few is the largest number of elements in a text that counts as one line.
const few = 64

// longestTime is the largest length, in bytes, of a text that can be the time of the session
// beside it: "오전 10:00 ~ 오전 10:30 (30분)" has 35.
const longestTime = 40

// dated is a text on the page that is a date.
type dated struct {
	_    [0]func() // no code to compare them
	node *dom.Node
	date session.Date
}

// weigh counts the elements of every subtree below root, by Index.
func weigh(root *dom.Node) []int {
	var list []*dom.Node
	for n := root; n != nil; n = n.After(root) {
		if n.Tag != "" {
			list = append(list, n)
		}
	}
	size := make([]int, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		size[i]++
		if p := list[i].Parent(); i > 0 && p != nil {
			size[p.Index-root.Index] += size[i]
		}
	}
	return size
}

// ownText reports whether an element itself holds words, and not only its children.
func ownText(n *dom.Node) bool {
	for c := n.First(); c != nil; c = c.Next() {
		if c.Tag == "" {
			if t := ascii.Trim(c.Data, " \n\t,·|/"); t != "" && (t != "by" || n.FirstElement() == nil) {
				return true
			}
		}
	}
	return false
}

// has reports whether class contains one of words, "a|b|c".
func has(class, words string) bool {
	for words != "" {
		w, rest, _ := strings.Cut(words, "|")
		if strings.Contains(class, w) {
			return true
		}
		words = rest
	}
	return false
}

func (r *reader) whenOf(text string) session.Instant {
	if t, ok := session.ParseInstant(text); ok {
		return t
	}
	if d, ok := day(text, r.year); ok {
		if cl := clocks(text); len(cl) > 0 {
			return session.KST(d, cl[0].hour, cl[0].minute)
		}
	}
	return 0
}

// Field returns the text of the first of the fields names, "a|b", that has one. If a field is
// an object, it returns the object's name.
func Field(o map[string]any, names string) string {
	for names != "" {
		name, rest, _ := strings.Cut(names, "|")
		names = rest
		switch v := o[name].(type) {
		case string:
			if v != "" {
				return session.Fold(Printable(v))
			}
		case float64:
			return ascii.Itoa(int(v))
		case map[string]any:
			if s := Field(v, "name|ko|en|title"); s != "" {
				return s
			}
		}
	}
	return ""
}

// Printable replaces control characters by spaces. JSON can hold them, and a tree of package
// dom cannot.
func Printable(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= ' ' && s[i] != 0x7f {
			continue
		}
		b := []byte(s)
		for ; i < len(b); i++ {
			if b[i] < ' ' || b[i] == 0x7f {
				b[i] = ' '
			}
		}
		return string(b)
	}
	return s
}
