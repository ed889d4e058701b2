package arch

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"byeolpyo/wasm/picture/words"
)

// TestOneVoice: every string that users read, of the pages, the stars and the pictures, in
// both languages, keeps to the glossary: none of the words that it rules out, no 합니다체,
// no long form where a short one is said, no straight apostrophes.
func TestOneVoice(t *testing.T) {
	table, err := os.ReadFile(filepath.Join(root, "extension/GLOSSARY.md"))
	if err != nil {
		t.Fatal(err)
	}
	banned := map[string][]string{}
	for line := range strings.Lines(string(table)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 4 || strings.HasPrefix(cells[0], "---") || strings.Contains(line, "| Not |") {
			continue
		}
		for lang, cell := range map[string]string{"ko": cells[2], "en": cells[3]} {
			for word := range strings.SplitSeq(cell, ",") {
				banned[lang] = append(banned[lang], strings.ToLower(strings.TrimSpace(word)))
			}
		}
	}
	if len(banned["ko"]) < 40 || len(banned["en"]) < 30 {
		t.Fatalf("the glossary rules out %d and %d words", len(banned["ko"]), len(banned["en"]))
	}
	rules := map[string]*regexp.Regexp{
		"ko": regexp.MustCompile(`(습|합|입|됩|립)니다|십시오|되었|하였|두었어요`),
		"en": regexp.MustCompile(`\w'\w`),
	}
	strange := map[string]*regexp.Regexp{}
	for _, word := range banned["en"] {
		strange[word] = regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(word) + `s?\b`)
	}
	hold := func(lang, where, text string) {
		if m := rules[lang].FindString(text); m != "" {
			t.Errorf("%s, %s: %q in %q", lang, where, m, text)
		}
		for _, word := range banned[lang] {
			if lang == "ko" && strings.Contains(strings.ToLower(text), word) || lang == "en" && strange[word].MatchString(text) {
				t.Errorf("%s, %s: %q is ruled out, in %q", lang, where, word, text)
			}
		}
	}
	count := 0
	for _, lang := range []string{"ko", "en"} {
		data, err := os.ReadFile(filepath.Join(root, "extension/_locales", lang, "messages.json"))
		if err != nil {
			t.Fatal(err)
		}
		var messages map[string]struct{ Message string }
		if err := json.Unmarshal(data, &messages); err != nil {
			t.Fatal(err)
		}
		for name, m := range messages {
			hold(lang, name, m.Message)
			count++
		}
	}
	// What pictures say stands in Go, Korean and English beside each other.
	words, err := os.ReadFile(filepath.Join(root, "wasm/picture/words/words.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, quoted := range regexp.MustCompile(`"(?:[^"\\]|\\.)*"`).FindAllString(string(words), -1) {
		if regexp.MustCompile(`\p{Hangul}`).MatchString(quoted) {
			hold("ko", "words.go", quoted)
			count++
		} else if strings.Contains(quoted, " ") {
			hold("en", "words.go", quoted)
			count++
		}
	}
	if count < 600 {
		t.Errorf("only %d strings", count)
	}
}

// TestPicturesSayWhatPagesSay: what pages and pictures both say, they say in the same words.
func TestPicturesSayWhatPagesSay(t *testing.T) {
	for _, lang := range []string{"ko", "en"} {
		data, err := os.ReadFile(filepath.Join(root, "extension/_locales", lang, "messages.json"))
		if err != nil {
			t.Fatal(err)
		}
		var pages map[string]struct{ Message string }
		if err := json.Unmarshal(data, &pages); err != nil {
			t.Fatal(err)
		}
		w := words.In(lang)
		for name, inPictures := range map[string]string{"title": w.Mine, "undated": w.Undated, "untitled": w.Untitled} {
			if inPages := pages[name].Message; inPages != inPictures {
				t.Errorf("%s: %s is %q in pages and %q in pictures", lang, name, inPages, inPictures)
			}
		}
	}
}
