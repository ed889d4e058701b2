package pictures

import (
	"errors"
	"fmt"
	"strings"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/picture/layout"
	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/typeset"
	"byeolpyo/wasm/platform"
)

const (
	msPerMinute = 60_000

	// sliceMS is how long, in ms, drawing goes on before waiting messages are read. A picture
	// of the usual size is done in that time.
	sliceMS = 50
)

var (
	// errData is the error for a request that none of our pages makes.
	errData = errors.New("request not understood")
	// errLoad is the error for fonts that could not be read.
	errLoad = errors.New("fonts not loaded")
)

// Program draws what pages ask for, one request after another, since all requests share the
// fonts and their caches. Its functions block.
type Program struct {
	Clock platform.Clock
	// Fallbacks reads the font files beside those of the two weights, in the order in
	// which they are to be asked.
	Fallbacks func() ([][]byte, error)
	// Pause returns when messages that waited have been read.
	Pause func() error

	fonts *typeset.Fonts
	whole bool // the fallbacks are there
}

// Failure says why there is no picture. Code is "data", "large", "cancelled", "load" or
// "internal".
type Failure struct{ Code, Message string }

// Tree returns f as it is sent to the page.
func (f Failure) Tree() map[string]any {
	return map[string]any{"error": map[string]any{"code": f.Code, "message": f.Message}}
}

// failure returns the Failure for err.
func failure(err error) *Failure {
	code := "internal"
	switch {
	case errors.Is(err, errData):
		code = "data"
	case errors.Is(err, layout.ErrTooLarge):
		code = "large"
	case errors.Is(err, raster.ErrCancelled):
		code = "cancelled"
	case errors.Is(err, errLoad):
		code = "load"
	}
	return &Failure{code, err.Error()}
}

// Refused returns the answer to a request that is not accepted.
func Refused() *Failure { return failure(errData) }

// Start takes the font files of the two weights, or why they could not be read.
func (p *Program) Start(files [][]byte, err error) *Failure {
	if err != nil {
		return failure(fmt.Errorf("load fonts: %w", err))
	}
	if len(files) != 2 {
		return failure(errLoad)
	}
	if p.fonts, err = typeset.ParseFonts(files[0], files[1]); err != nil {
		return failure(fmt.Errorf("parse fonts: %w", err))
	}
	return nil
}

// Query is what a page asks for. Field returns the fields of its request but the entries, as
// trees: edition, lang ("ko" or "en"), now (ms since 1970), scale (pixels to a unit, of the
// whole), format, aspect, mode and theme (the names of this package), back, code, ownText, notes
// and marked (bools) and friends (the ids of those to be laid over). A field of another type
// counts as missing, and without an edition the request fails. Entries of other editions are
// passed over.
type Query struct {
	Field   func(name string) any
	Entries Entries
}

// request reads q.
func (q Query) request() (Request, error) {
	word := func(name string) string { s, _ := q.Field(name).(string); return s }
	flag := func(name string) bool { b, _ := q.Field(name).(bool); return b }
	number := func(name string) float64 { n, _ := q.Field(name).(float64); return n }
	edition, ok := q.Field("edition").(string)
	if !ok || q.Entries.Get == nil {
		return Request{}, errData
	}
	r := Request{
		Edition: edition, Code: flag("code"), OwnText: flag("ownText"), Notes: flag("notes"), Marked: flag("marked"),
		Draw: layout.Options{
			Lang: word("lang"), Now: session.Instant(int64(number("now")) / msPerMinute),
			Scale: int(number("scale")), Back: flag("back"),
		},
	}
	r.Choose(word("format"), word("aspect"), word("mode"), word("theme"))
	switch list := q.Field("friends").(type) {
	case jsontree.Unreadable:
		return Request{}, errData
	case []any:
		for _, id := range list {
			if id, ok := id.(string); ok {
				r.Friends = append(r.Friends, id)
			}
		}
	}
	return r, nil
}

// Picture is a finished picture.
type Picture struct {
	ID   string // of layout.Sheet
	PNG  []byte
	Text string // the page in words
	Alt  string // the words for people who cannot see the picture
	Link string // Job.Link

	Missing string // Job.Missing
}

// Draw draws what q asks for, and returns no picture when nothing is picked. When drawing
// takes long it calls tell repeatedly with how much is done, and stops if tell returns false.
func (p *Program) Draw(q Query, tell func(done, total int) bool) (pictures []Picture, fault *Failure) {
	// A panic in one picture must not end the program, which can draw the next one.
	defer func() {
		if r := recover(); r != nil {
			pictures, fault = nil, failure(fmt.Errorf("panic: %v", r))
		}
	}()
	pictures, err := p.draw(q, tell)
	if err != nil {
		return nil, failure(err)
	}
	return pictures, nil
}

func (p *Program) draw(q Query, tell func(done, total int) bool) ([]Picture, error) {
	r, err := q.request()
	if err != nil {
		return nil, err
	}
	job, err := p.plan(r, q.Entries)
	if err != nil {
		return nil, err
	}
	total := 0
	for _, s := range job.Sheets {
		total += s.Page.Height
	}
	pictures := make([]Picture, 0, len(job.Sheets))
	before := 0
	goOn := p.slices(total, tell)
	for _, s := range job.Sheets {
		o := job.Output
		o.Progress = func(done, _ int) bool { return goOn(before + done) }
		png, err := raster.Encode(s.Page, p.fonts, o)
		if err != nil {
			return nil, err
		}
		before += s.Page.Height
		pictures = append(pictures, Picture{s.ID, png, strings.Join(s.Page.Text, "\n"), strings.Join(s.Page.Alt, "\n"), job.Link, job.Missing})
	}
	return pictures, nil
}

// plan lays out the request, and does so again with all fonts if the first two lack runes.
func (p *Program) plan(r Request, all Entries) (Job, error) {
	job, err := Plan(r, all, p.fonts)
	if err != nil || !p.fonts.Lacking() || p.whole {
		return job, err
	}
	files, err := p.Fallbacks()
	if err == nil {
		err = p.fonts.AddFallbacks(files...)
	}
	if err != nil {
		return Job{}, fmt.Errorf("%w: %w", errLoad, err)
	}
	p.whole = true
	return Plan(r, all, p.fonts)
}

// slices returns the function that reports progress. A picture that is done in one slice is
// not reported.
func (p *Program) slices(total int, tell func(done, total int) bool) func(done int) bool {
	began := p.Clock.Now()
	return func(done int) bool {
		// A clock that was put back also ends the slice.
		if passed := p.Clock.Now() - began; 0 <= passed && passed < sliceMS {
			return true
		}
		if !tell(done, total) {
			return false
		}
		// Messages that wait, such as one that cancels the request, are read now.
		if p.Pause() != nil {
			return false
		}
		began = p.Clock.Now()
		return tell(done, total)
	}
}
