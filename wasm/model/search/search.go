// Package search finds sessions by what a person types: parts of words in any order, without
// regard to case and spaces, Hangul by its onsets ("ㅍㅇㅆ" finds 파이썬), and a syllable that is
// still being typed.
package search

import (
	"cmp"
	"slices"
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// Document is what is searched of one session, in every language that is known.
type Document struct{ Titles, Speakers, Rooms, Notes []string }

// Hit is a document that holds all that was asked for.
type Hit struct {
	At   int // its index
	Rank int // 0 is best
}

// A word that is found adds one of these to the rank, depending on where it was found.
const (
	titleStart = iota
	titleWord
	titleInside
	speaker
	room
	note
	nowhere
)

// Index is a list of documents, made ready for many searches.
type Index struct{ documents [][]field }

// field is one text, folded.
type field struct {
	text  []rune // without spaces, ASCII in lower case
	word  []bool // whether a word begins there
	place int    // the place of the text; titleStart for a title
}

// New makes an Index of documents.
func New(documents []Document) Index {
	x := Index{make([][]field, len(documents))}
	for i, d := range documents {
		for _, part := range []struct {
			texts []string
			place int
		}{{d.Titles, titleStart}, {d.Speakers, speaker}, {d.Rooms, room}, {d.Notes, note}} {
			for _, text := range part.texts {
				x.documents[i] = append(x.documents[i], fold(text, part.place))
			}
		}
	}
	return x
}

func fold(text string, place int) field {
	f := field{place: place}
	starts := true
	for _, c := range ascii.Compose(ascii.Lower(text)) {
		if ascii.IsSpace(c) {
			starts = true
			continue
		}
		f.text = append(f.text, c)
		f.word = append(f.word, starts)
		starts = isMark(c)
	}
	return f
}

// isMark reports whether a word may begin directly after c, without a space.
func isMark(c rune) bool { return strings.ContainsRune("([{<'\"·/-:~,", c) }

// Find returns the documents that hold every word of query, the best first and else in
// their own order; all of them where it has no word.
func (x Index) Find(query string) []Hit {
	words := split(query)
	hits := make([]Hit, 0, len(x.documents))
next:
	for at, fields := range x.documents {
		rank := 0
		for _, word := range words {
			best := nowhere
			for _, f := range fields {
				best = min(best, f.find(word))
			}
			if best == nowhere {
				continue next
			}
			rank += best
		}
		hits = append(hits, Hit{at, rank})
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(a.Rank, b.Rank) })
	return hits
}

// split folds a query into words. Consonants that the keyboard has joined are split: a person
// who types ㄱ and ㅅ is shown ㄳ.
func split(query string) (words [][]rune) {
	for _, word := range strings.FieldsFunc(ascii.Compose(ascii.Lower(query)), ascii.IsSpace) {
		var w []rune
		for _, c := range word {
			if isConsonant(c) {
				w = appendLetter(w, c)
			} else {
				w = append(w, c)
			}
		}
		words = append(words, w)
	}
	return words
}

// find returns where f holds word best, nowhere where it does not.
func (f *field) find(word []rune) int {
	best := nowhere
	for i := 0; i+len(word) <= len(f.text); i++ {
		if !matches(word, f.text[i:]) {
			continue
		}
		switch {
		case f.place != titleStart:
			return f.place
		case i == 0:
			return titleStart
		case f.word[i]:
			best = min(best, titleWord)
		default:
			best = min(best, titleInside)
		}
	}
	return best
}

// matches reports whether text begins with word. Only the last syllable of word can be
// unfinished.
func matches(word, text []rune) bool {
	for i, c := range word {
		t := text[i]
		switch {
		case t == c:
		case isConsonant(c) && isSyllable(t) && onset(t) == c:
		case i == len(word)-1 && isSyllable(c) && begins(c, text[i:]):
		default:
			return false
		}
	}
	return true
}
