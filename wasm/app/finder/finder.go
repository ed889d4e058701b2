// Package finder finds the timetable in a picture or in a link: in the text that our own
// pictures hold, in the QR code in their corner, or in the link itself. What is found is
// shown and taken over by package popup.
package finder

import (
	"errors"
	"image"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/share"
	"byeolpyo/wasm/picture/picsize"
	"byeolpyo/wasm/picture/pngchunk"
	"byeolpyo/wasm/picture/scan"
)

// Finder looks for timetables. Its functions return nil when there is nothing, {error:
// name of a message, values, and code where the picture's QR code may still tell}, or what
// was found, {edition, record}, the record being that
// of a friend (friends.Encode) without a name. Where one of Keys is what a code means,
// its key stands there in place of the hash.
type Finder struct {
	Keys func() []string // the keys of all sessions that are stored
}

// File tells what the file holds as text, or that its picture is too large to be decoded. If
// the text is damaged it reports that, and that the QR code may be tried, which has the picks
// too and can be read in spite of errors.
func (f Finder) File(data []byte) map[string]any {
	text, found, err := pngchunk.FindText(data, share.Keyword, share.MaxText)
	damaged := err != nil && !errors.Is(err, pngchunk.ErrNotPNG) && !errors.Is(err, pngchunk.ErrCut)
	var edition string
	var list []share.Pick
	if found {
		edition, list, err = share.DecodeText(text)
		if err != nil && !errors.Is(err, share.ErrBad) {
			return refusal(err)
		}
		damaged = err != nil
	}
	if !found || damaged {
		if size := Oversize(data); size != nil {
			return map[string]any{"error": "importHuge", "values": size}
		}
		if !damaged {
			return nil
		}
		r := refusal(share.ErrBad)
		r["code"] = true
		return r
	}
	friend := friends.Friend{Edition: edition}
	for _, one := range list {
		p := friends.Pick{Key: one.Session.Key, Must: one.State == picks.Must, Session: one.Session}
		if hash, waiting := p.Key.Waiting(); waiting {
			p = friends.Pick{Hash: hash, Must: p.Must}
		}
		friend.Picks = append(friend.Picks, p)
	}
	return answer(friend)
}

// Pixels tells what the QR code in a picture holds. It calls progress repeatedly.
func (f Finder) Pixels(img image.Image, progress func(done, total int)) map[string]any {
	link := scan.Find(img, func(text string) bool {
		_, err := share.ParseLink(text) // a code that is damaged or newer is reported to the person
		return !errors.Is(err, share.ErrNone)
	}, progress)
	if link == "" {
		return nil
	}
	return f.Link(link)
}

// Link tells what a link holds.
func (f Finder) Link(text string) map[string]any {
	c, err := share.ParseLink(text)
	if err != nil {
		return refusal(err)
	}
	var keys []session.Key
	for _, key := range f.Keys() {
		keys = append(keys, session.Key(key))
	}
	known := c.Resolve(keys)
	friend := friends.Friend{Edition: c.Edition}
	for _, one := range c.Picks {
		p := friends.Pick{Key: known[one.Hash], Must: one.Must}
		if p.Key == "" {
			p.Hash = one.Hash.String()
		}
		friend.Picks = append(friend.Picks, p)
	}
	return answer(friend)
}

func answer(f friends.Friend) map[string]any {
	if len(f.Picks) == 0 {
		return nil
	}
	return map[string]any{"edition": f.Edition, "record": f.Encode()}
}

func refusal(err error) map[string]any {
	name := "importBad"
	switch {
	case errors.Is(err, share.ErrNewer):
		name = "importNewer"
	case errors.Is(err, share.ErrNone):
		name = "importNone"
	}
	return map[string]any{"error": name}
}

// Scan returns the text of the QR code in a picture, if it begins with begins, which is in
// lower case; else "". nth is the number of a camera's picture, from 0, or below 0 for a
// picture that was chosen.
func Scan(img image.Image, begins string, nth int) string {
	accept := func(text string) bool { return len(text) >= len(begins) && ascii.Lower(text[:len(begins)]) == begins }
	if nth >= 0 {
		return scan.Glance(img, nth, accept)
	}
	return scan.Find(img, accept, nil)
}

// Undecodable returns the name of the message that says why the browser could not decode a
// file. head is its beginning, picsize.Head bytes long.
func Undecodable(head []byte) string {
	switch picsize.KindOf(head) {
	case picsize.HEIF:
		return "importHEIC"
	case picsize.PDF:
		return "importPDF"
	case picsize.Shown:
		return "importBroken"
	}
	return "importNoPicture"
}

// Oversize tells, by the beginning of a file, picsize.Head long, of a picture that is too
// large to be decoded: {width, height}, else nil.
func Oversize(head []byte) map[string]any {
	width, height, ok := picsize.Of(head[:min(len(head), picsize.Head)])
	if !ok || !picsize.TooLarge(width, height) {
		return nil
	}
	return map[string]any{"width": float64(width), "height": float64(height)}
}

// Canvas returns a picture of this size to copy pixels into, as red, green, blue and alpha.
// It is empty if the size is not valid or too large.
func Canvas(width, height int) *image.NRGBA {
	if width <= 0 || height <= 0 || width > scan.MaxPixels/height {
		return &image.NRGBA{}
	}
	return image.NewNRGBA(image.Rect(0, 0, width, height))
}
