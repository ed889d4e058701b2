package site

import (
	"strings"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// language tells the page's own language by the script of the site's words, or
// by the path.
func (r *reader) language() string {
	if r.p.Language.None() {
		if r.a.english() {
			return session.English
		}
		return session.Korean
	}
	if r.p.Translates && r.o.Lang != "" {
		return r.o.Lang
	}
	return scriptOf(r.words(r.p.Language))
}

func (r *reader) words(of dom.Selector) string {
	var words strings.Builder
	for _, n := range of.All(r.root) {
		words.WriteString(n.Text())
	}
	return words.String()
}

// speak sets the language of the sessions on a site that has them in several. It is the
// language that the site states, unless the sessions contradict it, which happens because the
// site switches first; else it is the language of the sessions themselves. Menus and headings
// do not count.
func (r *reader) speak() {
	if !r.p.Translates || len(r.page.Spots) == 0 {
		return
	}
	lang := r.spoken()
	if r.page.Lang == lang {
		return
	}
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		s.Titles, s.PageLang = map[string]string{lang: s.Title(r.page.Lang)}, lang
	}
	r.page.Lang = lang
}

// spoken returns the language of the sessions that were read.
func (r *reader) spoken() string {
	const few = 3 // so few titles tell nothing: some are English on both pages
	seen := make(map[session.Key]bool, len(r.page.Spots))
	titles, hangul, all, other := 0, 0, 0, 0
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		if seen[s.Key] {
			continue
		}
		seen[s.Key] = true
		if titles++; hasHangul(s.Title("")) {
			hangul++
		}
		for _, names := range [...][]string{s.Speakers, s.Rooms} {
			for _, name := range names {
				if all++; hasHangul(name) {
					other++
				}
			}
		}
	}
	korean, english := hangul+other == titles+all, hangul+other == 0
	most := session.English
	if hangul*2 >= titles {
		most = session.Korean
	}
	// On a Korean page many titles may be English, but not nearly all of them and all names.
	contradicted := r.o.Lang == session.English && most == session.Korean || r.o.Lang == session.Korean && other == 0 && hangul*4 < titles
	switch {
	case titles >= few && (r.o.Lang == "" || contradicted):
		return most
	case r.o.Lang != "":
		return r.o.Lang
	case korean:
		return session.Korean
	case english:
		return session.English
	}
	if words := r.words(r.p.Words); words != "" {
		return scriptOf(words)
	}
	return most
}

func hasHangul(s string) bool {
	for _, c := range s {
		if c >= 0xAC00 && c <= 0xD7A3 {
			return true
		}
	}
	return false
}

// scriptOf tells Korean from English by the script of a text.
func scriptOf(text string) string {
	hangul, latin := 0, 0
	for _, c := range text {
		switch {
		case c >= 0xAC00 && c <= 0xD7A3:
			hangul++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			latin++
		}
	}
	// A Hangul syllable is worth two to three letters, and Korean pages write
	// Track 1, Day 1, KO and EN in Latin.
	if hangul*4 >= latin {
		return session.Korean
	}
	return session.English
}
