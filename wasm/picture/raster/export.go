package raster

import (
	"errors"

	"byeolpyo/wasm/picture/png"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// ErrCancelled is returned when Progress returned false.
var ErrCancelled = errors.New("cancelled")

// Output says how a page becomes a file. The zero value is the usual choice.
type Output struct {
	// Exact keeps every colour, in 24 bits a pixel, for a file some three times as
	// large. Else 256 colours are used, unless a page needs more.
	Exact    bool
	PerMetre int         // pixels to a metre on paper, 0 for a screen
	Chunks   []png.Chunk // put into the file before the pixels

	// Progress is called from time to time with how much is done. If it returns false the
	// work stops. It may be nil.
	Progress func(done, total int) bool
}

// Encode paints page and returns the file. The error is ErrCancelled, ErrShape, or that of an
// invalid chunk.
func Encode(page *scene.Page, f *typeset.Fonts, o Output) ([]byte, error) {
	if !o.Exact {
		s := newIndexed(page, keptWith(f).tables)
		data, err := encode(page, f, s, png.Indexed, o, func() bool { return !s.poor })
		if err != nil || data != nil {
			return data, err
		}
		// The page has more pairs of colours than a palette holds, so it is encoded exactly,
		// in a larger file.
	}
	return encode(page, f, newExact(page), png.RGB, o, func() bool { return true })
}

// encode paints page onto s and returns the file. It returns nil without an error as soon as
// good is false.
func encode(page *scene.Page, f *typeset.Fonts, s bands, format png.Format, o Output, good func() bool) ([]byte, error) {
	w := png.NewWriter(page.Width, page.Height, format, png.Options{PerMetre: o.PerMetre, Chunks: o.Chunks})
	s.keep(w.Reach())
	stopped := false
	err := paint(page, f, s, func() bool {
		if !good() {
			return false
		}
		w.Lines(s.lines())
		if o.Progress != nil && !o.Progress(s.area().Max.Y, page.Height) {
			stopped = true
		}
		return !stopped
	})
	if err == ErrCancelled && !stopped {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if s, ok := s.(*indexed); ok {
		return w.Finish(s.palette)
	}
	return w.Finish(nil)
}
