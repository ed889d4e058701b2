package search

import (
	"slices"
	"testing"
)

func found(x Index, query string) []int {
	at := []int{}
	for _, h := range x.Find(query) {
		at = append(at, h.At)
	}
	return at
}

func TestFind(t *testing.T) {
	x := New([]Document{
		{Titles: []string{"파이썬으로 만드는 컴파일러", "A compiler in Python"}, Speakers: []string{"김민수"}, Rooms: []string{"101호"}},
		{Titles: []string{"느린 파이썬, 빠른 파이썬"}, Speakers: []string{"이지은"}, Rooms: []string{"Track 2"}},
		{Titles: []string{"FastAPI 의존성 주입"}, Speakers: []string{"Guido van Rossum"}, Rooms: []string{"101호"}, Notes: []string{"파이썬 3.15에서도 되나요?"}},
		{Titles: []string{"닭과 값의 문제"}},
		{Titles: []string{"(키노트) 과학과 커뮤니티"}},
		{Titles: []string{"파이"}},
	})
	for _, test := range []struct {
		name, query string
		want        []int
	}{
		{"nothing asked", "", []int{0, 1, 2, 3, 4, 5}},
		{"spaces alone", " \u3000\t", []int{0, 1, 2, 3, 4, 5}},
		{"the start of a title before a word of one, before a note", "파이썬", []int{0, 1, 2}},
		{"onsets", "ㅍㅇㅆ", []int{0, 1, 2}},
		{"onsets behind a syllable", "파ㅇㅆ", []int{0, 1, 2}},
		{"onsets within a word", "ㅋㅍㅇㄹ", []int{0}},
		{"a syllable that is being typed", "파이써", []int{0, 1, 2}},
		{"its coda is the next one's onset", "파있", []int{0, 1, 2}},
		{"its coda is no onset of the next", "파잆", []int{}},
		{"one letter of it", "파ㅇ", []int{0, 5, 1, 2}},
		{"half a vowel", "고ㅎ", []int{}},
		{"a vowel of two keys after its first", "고", []int{4, 3}},
		{"a coda of two keys after its first", "달", []int{3}},
		{"a finished syllable in the middle is exact", "파일러", []int{0}},
		{"drawn together by the keyboard", "ㅂㅅ", []int{}},
		{"spaces away", "의존성주입", []int{2}},
		{"spaces elsewhere", "의존 성 주입", []int{2}},
		{"words in any order", "빠른 느린", []int{1}},
		{"words in different fields", "101 python", []int{0}},
		{"case", "FASTapi", []int{2}},
		{"a speaker", "지은", []int{1}},
		{"a room", "track", []int{1}},
		{"another script", "guido", []int{2}},
		{"decomposed", "파이썬", []int{0, 1, 2}},
		{"behind a bracket is a word's start", "키노트", []int{4}},
		{"one word that none has", "파이썬 없음", []int{}},
		{"longer than all", "파이썬으로 만드는 컴파일러와 그 밖의 것들에 대하여", []int{}},
	} {
		if got := found(x, test.query); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q finds %v, want %v", test.name, test.query, got, test.want)
		}
	}
}

// Typing ㄱ and ㅅ shows ㄳ.
func TestFindParted(t *testing.T) {
	x := New([]Document{{Titles: []string{"가상 환경"}}, {Titles: []string{"상가"}}})
	if got := found(x, "ㄳ"); !slices.Equal(got, []int{0}) {
		t.Errorf("ㄳ finds %v", got)
	}
}

// Every key on the way to a word finds it: nothing flickers away while somebody types.
func TestEveryKeyOnTheWay(t *testing.T) {
	for _, word := range []string{"파이썬", "닭값", "과학과기술", "웹앱개발", "왜몰랐을까", "FastAPI서버"} {
		x := New([]Document{{Titles: []string{"제목: " + word}}})
		for _, typed := range typing(word) {
			if got := found(x, typed); len(got) != 1 {
				t.Errorf("%q on the way to %q finds nothing", typed, word)
			}
		}
	}
}

// typing returns what an input method shows after each key: a syllable takes the next
// consonant as its coda until a vowel follows.
func typing(word string) (shown []string) {
	done := []rune{}
	runes := []rune(word)
	for i, c := range runes {
		if !isSyllable(c) {
			done = append(done, c)
			shown = append(shown, string(done))
			continue
		}
		n := c - firstSyllable
		lead, vowel, coda := n/(vowels*codas), n/codas%vowels, n%codas
		// The keys before: the onset has been shown as the coda of the syllable before.
		if i == 0 || !isSyllable(runes[i-1]) {
			shown = append(shown, string(append(slices.Clone(done), onsetLetters[lead])))
		} else if before := runes[i-1] - firstSyllable; before%codas == 0 {
			if at := slices.Index(codaLetters, onsetLetters[lead]); at >= 0 {
				borrowed := slices.Clone(done)
				borrowed[len(borrowed)-1] += rune(at + 1)
				shown = append(shown, string(borrowed))
			}
		}
		open := firstSyllable + (lead*vowels+vowel)*codas
		shown = append(shown, string(append(slices.Clone(done), open)))
		if coda > 0 {
			if two := []rune(parts[codaLetters[coda-1]]); len(two) == 2 {
				shown = append(shown, string(append(slices.Clone(done), open+rune(slices.Index(codaLetters, two[0])+1))))
			}
			shown = append(shown, string(append(slices.Clone(done), c)))
		}
		done = append(done, c)
	}
	return shown
}

func FuzzFind(f *testing.F) {
	f.Add("파이썬", "ㅍㅇ")
	f.Add("값", "갑ㅅ")
	f.Fuzz(func(t *testing.T, text, query string) {
		x := New([]Document{{Titles: []string{text}}, {Notes: []string{text}}})
		hits := x.Find(query)
		if len(hits) == 1 {
			t.Errorf("%q is found in a title of %q, and not in a note, or the reverse", query, text)
		}
		if len(x.Find(text)) == 0 {
			t.Errorf("%q does not find itself", text)
		}
	})
}
