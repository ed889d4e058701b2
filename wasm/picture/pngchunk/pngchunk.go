// Package pngchunk reads what a PNG holds beside its pixels: the text that our own
// pictures carry. Package png writes it. No pixel is decoded.
//
// Anybody may have made the file. Lengths are compared with the bytes that are there, and
// each chunk with its checksum; a text is read up to a limit. Anything wrong is an error, and
// no part of a chunk is returned.
package pngchunk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"unicode/utf8"
)

// Signature begins every PNG.
const Signature = "\x89PNG\r\n\x1a\n"

// overhead of a chunk: its length, type and sum, 4 bytes each.
const overhead = 12

// The errors of reading.
var (
	ErrNotPNG   = errors.New("not a PNG")
	ErrCut      = errors.New("the PNG ends within a chunk")
	ErrDamaged  = errors.New("a chunk of the PNG is damaged")
	ErrTooLarge = errors.New("a chunk of the PNG is larger than allowed")
)

// TextName is the type of the chunk that holds a text in UTF-8.
const TextName = "iTXt"

// Text is the data of the chunk of a text under a keyword, which has 1 to 79 letters
// of ASCII. It is not compressed.
func Text(keyword, text string) []byte {
	// The keyword ends with a zero; then: no compression, its method, an empty
	// language and an empty translation of the keyword.
	return []byte(keyword + "\x00\x00\x00\x00\x00" + text)
}

// FindText returns the first text under keyword, wherever in the picture it stands, also
// behind the pixels, where some editors put it. found is false when there is none. A text of
// more than limit bytes is ErrTooLarge; one whose sum is wrong, that is compressed or is not
// UTF-8, is ErrDamaged. Errors in other chunks are ignored, but the file must be complete up
// to the text.
func FindText(picture []byte, keyword string, limit int) (text string, found bool, err error) {
	var bad error
	walkErr := walk(picture, func(_ int, name string, data []byte, whole bool) bool {
		if name != TextName || !bytes.HasPrefix(data, []byte(keyword+"\x00")) {
			return true
		}
		text, bad = readText(data[len(keyword)+1:], limit, whole)
		found = bad == nil
		return !found // another copy of the text may be whole
	})
	switch {
	case found:
		return text, true, nil
	case bad != nil:
		return "", false, bad
	}
	return "", false, walkErr
}

func readText(data []byte, limit int, whole bool) (string, error) {
	if !whole {
		return "", fmt.Errorf("%w: its sum is wrong", ErrDamaged)
	}
	if len(data) < 2 || data[0] != 0 || data[1] != 0 {
		return "", fmt.Errorf("%w: the text is compressed", ErrDamaged)
	}
	data = data[2:]
	for range 2 { // the language, the translated keyword
		end := bytes.IndexByte(data, 0)
		if end < 0 {
			return "", fmt.Errorf("%w: the text has no beginning", ErrDamaged)
		}
		data = data[end+1:]
	}
	if len(data) > limit {
		return "", ErrTooLarge
	}
	if !utf8.Valid(data) {
		return "", fmt.Errorf("%w: the text is not UTF-8", ErrDamaged)
	}
	return string(data), nil
}

// walk calls f with each chunk, where it begins and whether its sum is right, until
// f returns false or the picture ends.
func walk(picture []byte, f func(offset int, name string, data []byte, whole bool) bool) error {
	if !bytes.HasPrefix(picture, []byte(Signature)) {
		return ErrNotPNG
	}
	for at := len(Signature); at < len(picture); {
		rest := picture[at:]
		if len(rest) < overhead {
			return ErrCut
		}
		n := binary.BigEndian.Uint32(rest)
		if uint64(n) > uint64(len(rest)-overhead) {
			return ErrCut
		}
		end := overhead - 4 + int(n)
		name := string(rest[4:8])
		whole := crc32.ChecksumIEEE(rest[4:end]) == binary.BigEndian.Uint32(rest[end:])
		if !f(at, name, rest[8:end], whole) || name == "IEND" {
			return nil
		}
		at += end + 4
	}
	return ErrCut
}
