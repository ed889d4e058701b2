// Package qr makes the code that a camera reads. The work is done by
// github.com/piglig/go-qr (MIT), which package scan reads it with: it chooses the
// mask that reads best, is kept, and needs nothing but the standard library. Of the
// others, rsc.io/qr always uses one mask, skip2/go-qrcode has had no release, and
// makiuchi-d/gozxing brings the tables of every Asian character set, 0.7 MB.
package qr

import (
	"errors"
	"fmt"

	qr "github.com/piglig/go-qr"
)

// ErrTooLong is returned for a text whose code would be larger than MaxSize.
var ErrTooLong = errors.New("too much for a code that can still be read")

// MaxSize is the most modules to a side: version 16, which holds 586 bytes. At two
// pixels a module it takes 178 px of a phone's 1080, at 0.34 mm 30 mm of paper.
const MaxSize = 17 + 4*maxVersion

const maxVersion = 16

// anyMask lets the library choose the mask.
const anyMask = -1

// moreIfFree raises the error correction if that needs no larger code.
const moreIfFree = true

// Encode returns the code of text: its modules to a side, and by rows whether each
// is dark. It corrects at least 7 % of errors, the least level, because it is read from a
// screen or from clean paper, and fewer modules are larger ones.
func Encode(text string) (size int, dark []bool, err error) {
	segment, err := qr.MakeBytes([]byte(text))
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrTooLong, err)
	}
	code, err := qr.EncodeSegments([]*qr.QrSegment{segment}, qr.Low, 1, maxVersion, anyMask, moreIfFree)
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrTooLong, err)
	}
	size = code.Size()
	dark = make([]bool, size*size)
	for i := range dark {
		dark[i] = code.Module(i%size, i/size)
	}
	return size, dark, nil
}
