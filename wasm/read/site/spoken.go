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

// speak gives the sessions their language, where a site has them in several: that in which
// it says that its pages are, unless they contradict it, for it changes before they do;
// else their own. Menus and headings tell nothing of them.
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

// spoken tells the language of the sessions that were read.
func (r *reader) spoken() string {
	const few = 3 // titles of which the most say nothing: some are English in either language
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
