// Package messages has what is said to people, in each language, from the messages that the
// extension is shipped with.
package messages

import (
	"strconv"
	"strings"

	"byeolpyo/wasm/model/session"
)

// Words are the messages of one language by name, as in
// extension/_locales/*/messages.json. A message may hold {placeholders}.
type Words map[string]string

// Decode reads the tree of a messages.json, or that of its texts by name, as pages hand them
// over, who parse less so. Entries without a message are left out.
func Decode(tree any) Words {
	entries, _ := tree.(map[string]any)
	w := make(Words, len(entries))
	for name, entry := range entries {
		if m, ok := entry.(map[string]any); ok {
			entry = m["message"]
		}
		if text, ok := entry.(string); ok {
			w[name] = text
		}
	}
	return w
}

// DecodeAll reads the tree that has the messages.json of each language under its name.
func DecodeAll(tree any) map[string]Words {
	all, _ := tree.(map[string]any)
	out := map[string]Words{}
	for _, lang := range [...]string{session.Korean, session.English} {
		out[lang] = Decode(all[lang])
	}
	return out
}

// Language returns the language to speak: what the person chose, "ko" or "en", or else
// that of the browser, such as "ko" or "en-US".
func Language(chosen, browser string) string {
	switch {
	case chosen == session.Korean || chosen == session.English:
		return chosen
	case browser == session.Korean || strings.HasPrefix(browser, session.Korean+"-"):
		return session.Korean
	}
	return session.English
}

// Say returns the message name with its placeholders filled: pairs are
// placeholder, value, placeholder, value. Values are never searched for
// placeholders, as they are titles that anybody may have written. A message that
// is missing is shown by its name, which is ugly and therefore found.
func (w Words) Say(name string, pairs ...string) string {
	text, ok := w[name]
	if !ok {
		return name
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		end := strings.IndexByte(text, '}')
		if open < 0 || end < open {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:open])
		placeholder := text[open+1 : end]
		value := text[open : end+1]
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == placeholder {
				value = pairs[i+1]
			}
		}
		b.WriteString(value)
		text = text[end+1:]
	}
}

// Count says how many there are of something: the message name with One behind it, or with
// Many, whose placeholder {n} is the number.
func (w Words) Count(name string, n int) string {
	if n == 1 {
		return w.Say(name + "One")
	}
	return w.Say(name+"Many", "n", strconv.Itoa(n))
}

// Nth returns the n-th of a message that is a list with commas, from 0.
func (w Words) Nth(name string, n int) string {
	list := strings.Split(w[name], ",")
	if n < 0 || n >= len(list) {
		return ""
	}
	return list[n]
}
