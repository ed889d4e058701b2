// Package qr makes the code that a camera reads. The work is done by
// github.com/boombuler/barcode (MIT), which chooses the mask that reads best; of
// the packages looked at, rsc.io/qr is 16 KB less gzipped but always uses one mask,
// and skip2/go-qrcode has had no release.
package qr

import (
	"errors"
	"fmt"
	"image/color"

	"github.com/boombuler/barcode/qr"
)

// ErrTooLong is returned for what would make a code of more than MaxSize.
var ErrTooLong = errors.New("too much for a code that can still be read")

// MaxSize is the most modules to a side: version 16, which holds 586 bytes. At two
// pixels a module it takes 178 px of a phone's 1080, at 0.34 mm 30 mm of paper.
const MaxSize = 81

// Encode returns the code of text: its modules to a side, and by rows whether each
// is dark. It corrects 7 % of errors, the least level, because it is read from a
// screen or from clean paper, and fewer modules are larger ones.
func Encode(text string) (size int, dark []bool, err error) {
	code, err := qr.Encode(text, qr.L, qr.Unicode)
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrTooLong, err)
	}
	size = code.Bounds().Dx()
	if size > MaxSize {
		return 0, nil, ErrTooLong
	}
	dark = make([]bool, size*size)
	for i := range dark {
		gray := color.Gray16Model.Convert(code.At(i%size, i/size)).(color.Gray16)
		dark[i] = gray.Y == 0
	}
	return size, dark, nil
}
