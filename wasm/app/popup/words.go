package popup

import "strings"

// Words are the messages of one language by name, as in
// extension/_locales/*/messages.json. A message may hold {placeholders}.
type Words map[string]string

// DecodeWords reads the tree of a messages.json. Entries without a message are
// left out.
func DecodeWords(tree any) Words {
	entries, _ := tree.(map[string]any)
	w := make(Words, len(entries))
	for name, entry := range entries {
		if m, ok := entry.(map[string]any); ok {
			if text, ok := m["message"].(string); ok {
				w[name] = text
			}
		}
	}
	return w
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

// nth returns the n-th of a message that is a list with commas, from 0.
func (w Words) nth(name string, n int) string {
	list := strings.Split(w[name], ",")
	if n < 0 || n >= len(list) {
		return ""
	}
	return list[n]
}
