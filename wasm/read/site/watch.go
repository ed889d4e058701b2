package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// watch gives s the recording and the slides that box, which is all its own, links. On a
// page of its own there is what else a speaker links, so that a word has to say what a
// link is.
func watch(s *session.Session, box *dom.Node, free bool) {
	for n := box.After(box); n != nil; n = n.After(box) {
		if n.Tag == "a" && (!free || toWatch(n) || toWatch(n.PrevElement()) || toWatch(n.Parent().PrevElement())) {
			s.Watch(n.Attr("href"))
		}
	}
}

// toWatch reports whether an element is a short text that says of a link that it leads to a
// recording or to slides: "동영상", "슬라이드 주소".
func toWatch(n *dom.Node) bool {
	if n == nil {
		return false
	}
	text := ascii.Lower(n.Text())
	return len(text) <= maxLabel && !strings.Contains(text, "/") &&
		(strings.Contains(text, "영상") || strings.Contains(text, "슬라이드") || strings.Contains(text, "video") || strings.Contains(text, "slide"))
}
