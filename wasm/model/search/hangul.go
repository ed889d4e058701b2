package search

// Unicode orders Hangul's syllables by onset, vowel and coda: 21 vowels for each onset, and
// 28 codas for each vowel, the first of which is "no coda".
const (
	firstSyllable = 0xAC00
	vowels        = 21
	codas         = 28
	lastSyllable  = firstSyllable + 19*vowels*codas - 1
	firstVowel    = 'ㅏ' // the letters of the vowels follow in the same order
)

// The letters of onsets and codas, in Unicode's order of syllables.
var (
	onsetLetters = []rune("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")
	codaLetters  = []rune("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
)

// parts maps letters that a standard Korean keyboard (dubeolsik) makes of two keys to these
// keys.
var parts = map[rune]string{
	'ㄳ': "ㄱㅅ", 'ㄵ': "ㄴㅈ", 'ㄶ': "ㄴㅎ", 'ㄺ': "ㄹㄱ", 'ㄻ': "ㄹㅁ", 'ㄼ': "ㄹㅂ", 'ㄽ': "ㄹㅅ", 'ㄾ': "ㄹㅌ", 'ㄿ': "ㄹㅍ", 'ㅀ': "ㄹㅎ", 'ㅄ': "ㅂㅅ",
	'ㅘ': "ㅗㅏ", 'ㅙ': "ㅗㅐ", 'ㅚ': "ㅗㅣ", 'ㅝ': "ㅜㅓ", 'ㅞ': "ㅜㅔ", 'ㅟ': "ㅜㅣ", 'ㅢ': "ㅡㅣ",
}

func isSyllable(c rune) bool { return c >= firstSyllable && c <= lastSyllable }

// isConsonant reports whether c is a consonant that stands alone, as it does when a person
// types only the onsets of a word.
func isConsonant(c rune) bool { return c >= 'ㄱ' && c <= 'ㅎ' }

// onset returns the letter that a syllable begins with.
func onset(c rune) rune { return onsetLetters[(c-firstSyllable)/(vowels*codas)] }

// appendKeys appends the keys that are pressed for c, in their order.
func appendKeys(keys []rune, c rune) []rune {
	if !isSyllable(c) {
		return appendLetter(keys, c)
	}
	n := c - firstSyllable
	keys = append(keys, onset(c))
	keys = appendLetter(keys, firstVowel+n/codas%vowels)
	if coda := n % codas; coda > 0 {
		keys = appendLetter(keys, codaLetters[coda-1])
	}
	return keys
}

func appendLetter(keys []rune, c rune) []rune {
	if two, ok := parts[c]; ok {
		return append(keys, []rune(two)...)
	}
	return append(keys, c)
}

// begins reports whether c, a syllable that is still being typed, can become the beginning of
// text, as "잇" can that of "이썸". At most two syllables of text are looked at; of the second,
// c can hold only the onset.
func begins(c rune, text []rune) bool {
	var a, b [10]rune // a syllable takes at most five keys
	typed := appendKeys(a[:0], c)
	wanted := appendKeys(b[:0], text[0])
	if len(typed) > len(wanted) && len(text) > 1 && isSyllable(text[0]) && isSyllable(text[1]) {
		wanted = append(wanted, onset(text[1]))
	}
	if len(typed) > len(wanted) {
		return false
	}
	for i, key := range typed {
		if wanted[i] != key {
			return false
		}
	}
	return true
}
