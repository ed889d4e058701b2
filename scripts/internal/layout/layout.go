// Package layout measures where stars stand: it opens a page with the extension
// and without, in the same Chromium, and compares what a visitor would see and
// what the pointer would meet. The end-to-end tests play a short matrix of
// pages and widths, scripts/stars the whole one.
package layout

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// Bounds of a page with stars against the same page without.
const (
	MostGrowth = 0.005 // of the page's height
	LeastSide  = 24    // px of a star as a target

	// MostWrapsWide and MostWrapsNarrow are the shares of the titles without room for a star that
	// may take one line more; on a page with few titles, one may.
	MostWrapsWide   = 0.03
	MostWrapsNarrow = 0.08

	// Wide is the width in CSS pixels from which MostWrapsWide holds.
	Wide = 1024

	// barStars is how many stars are scrolled beneath each bar.
	barStars = 6
)

// Widths and Zooms are the whole matrix, Short what every test run plays.
var (
	Widths = []int{360, 390, 768, 1024, 1280, 1440, 1920}
	Zooms  = []int{100, 200}
)

// Size is a window's width at a zoom.
type Size struct {
	Width int // px at 100 %
	Zoom  int // percent
}

func (s Size) String() string {
	if s.Zoom == 100 {
		return fmt.Sprint(s.Width)
	}
	return fmt.Sprintf("%d at %d %%", s.Width, s.Zoom)
}

// CSS is the width in CSS pixels.
func (s Size) CSS() int { return s.Width * 100 / s.Zoom }

// windowHeight is that of a small notebook's window.
const windowHeight = 800

// All is every width at every zoom.
func All() (out []Size) {
	for _, z := range Zooms {
		for _, w := range Widths {
			out = append(out, Size{w, z})
		}
	}
	return out
}

// Page is a page to measure.
type Page struct {
	Group string // edition, or kind of a synthetic page
	Name  string
	URL   string
	Ready string // as in replica.PageRef
	Script,
	Done string
	Titles []string // what has a star
}

func (p Page) String() string { return p.Group + " " + p.Name }

// Replica lists the replica's pages in Korean: of each edition one of each form,
// and of its details one with a long title.
func Replica(site *replica.Site) (out []Page) {
	details := map[string]Page{}
	for _, r := range site.Pages() {
		if r.Lang != "ko" || r.Zone != replica.Seoul || r.Kind == replica.PageOther || r.Edition == replica.EditionForeign || len(r.Expect) == 0 ||
			strings.Contains(r.Name, "-day2") || strings.Contains(r.Name, "-day3") {
			continue
		}
		p := Page{Group: r.Edition, Name: strings.TrimSuffix(r.Name, "-ko"), URL: fast(r.URL), Ready: r.Ready, Script: r.Script, Done: r.Done}
		for _, s := range r.Expect {
			if s.Starred {
				p.Titles = append(p.Titles, s.Title.In(r.Lang))
			}
		}
		if len(p.Titles) == 0 {
			continue
		}
		if r.Kind == replica.PageDetail {
			p.Name = "detail"
			if had, ok := details[r.Edition]; !ok || len([]rune(p.Titles[0])) > len([]rune(had.Titles[0])) {
				details[r.Edition] = p
			}
			continue
		}
		out = append(out, p)
	}
	for _, edition := range replica.Editions() {
		if p, ok := details[edition]; ok {
			out = append(out, p)
		}
	}
	return out
}

// fast makes an application's data arrive at once.
func fast(url string) string {
	if strings.Contains(url, "?") {
		return url + "&delay=0"
	}
	return url + "?delay=0"
}

//go:embed probe.js
var probe string

// Star is one star as it stands on a page.
type Star struct {
	Label         string
	Width, Height float64
	X, Y          int
	Top           string // what is under the pointer at its centre instead, "" for the star
}

// Over is a star that lies on something.
type Over struct {
	Star, Over string
	At         string // scroll position
}

// Short lists the pages that every test run measures: of each year a timetable, a
// list and one session's own page, and one of each kind of boxes.
func Short(site *replica.Site) (out []Page) {
	forms := map[string]bool{}
	for _, p := range Pages(site) {
		form := p.Group
		if !strings.HasPrefix(p.Group, "shape ") {
			kind, _, _ := strings.Cut(p.Name, "-")
			if !slices.Contains([]string{"timetable", "list", "detail"}, kind) {
				continue
			}
			form += kind
		}
		if !forms[form] {
			forms[form] = true
			out = append(out, p)
		}
	}
	return out
}

// content is what both pages are compared by.
type content struct {
	Height, Width int
	Texts         []int // lines of each text
	Sum           string
}

// starred is what is measured with the extension.
type starred struct {
	content
	Stars     []Star
	Covers    []Over
	Misplaced []string
	Bars      struct {
		Tried int
		Wrong []Over
	}
}

// title is a title as it stands without the extension.
type title struct {
	Title       string
	Nodes       []int
	Lines       int
	Left, Right bool // of its first line, there is room for a star
	Box         []int
}

// Wrap is a title that takes more lines with a star.
type Wrap struct {
	Title    string
	From, To int
	Free     bool // there was room for a star out of the flow
}

// Result is a page at a size, with stars against without.
type Result struct {
	Page      Page
	Size      Size
	Stars     int
	Places    []Star
	Titles    int
	Free      int // titles beside which there is room
	Without   int // page height, px
	With      int
	Wider     int // px that the page became wider
	Wraps     []Wrap
	Others    int // other texts that take more lines
	Misplaced []string
	Unreached []Star
	Small     []Star
	Covers    []Over
	BarsTried int
	Bars      []Over
}

// Growth is by how much the page became higher (or lower), of its height.
func (r *Result) Growth() float64 {
	d := float64(r.With-r.Without) / float64(r.Without)
	if d < 0 {
		return -d
	}
	return d
}

// Faults lists what breaks the rules.
func (r *Result) Faults() (out []string) {
	add := func(format string, a ...any) {
		out = append(out, fmt.Sprintf("%s, %s: ", r.Page, r.Size)+fmt.Sprintf(format, a...))
	}
	if r.Stars == 0 || r.Titles == 0 {
		add("%d stars at %d titles: nothing is measured", r.Stars, r.Titles)
	}
	if r.Growth() > MostGrowth {
		add("height %d -> %d px (%.1f %%)", r.Without, r.With, 100*r.Growth())
	}
	if r.Wider > 0 {
		add("%d px wider", r.Wider)
	}
	elsewhere := 0
	for _, w := range r.Wraps {
		if w.Free {
			add("%q takes %d lines instead of %d, and there is room beside it", w.Title, w.To, w.From)
		} else {
			elsewhere++
		}
	}
	if most := r.mostWraps(); float64(elsewhere) > max(1, most*float64(r.Titles)) {
		add("%d of %d titles wrap to one line more (%.0f %% may)", elsewhere, r.Titles, 100*most)
	}
	for _, m := range r.Misplaced {
		add("a star is a child of %s", m)
	}
	for _, s := range r.Unreached {
		add("%s lies over the star: %s", s.Top, s.Label)
	}
	for _, s := range r.Small {
		add("%g x %g px: %s", s.Width, s.Height, s.Label)
	}
	for _, o := range r.Covers {
		add("lies over %q (scrolled %s): %s", o.Over, o.At, o.Star)
	}
	for _, o := range r.Bars {
		add("takes the clicks of the bar %s: %s", o.Over, o.Star)
	}
	return out
}

func (r *Result) mostWraps() float64 {
	if r.Size.CSS() >= Wide {
		return MostWrapsWide
	}
	return MostWrapsNarrow
}

// Bench is two browsers, one with the extension and one without.
type Bench struct {
	with, without  *browser.Browser
	a, b           *browser.Page
	prefix, suffix string // of a star's label around the title
}

// NewBench prepares pages in two running browsers. dist is the directory of the
// extension in the first.
func NewBench(with, without *browser.Browser, dist string) (*Bench, error) {
	m := &Bench{with: with, without: without}
	data, err := os.ReadFile(filepath.Join(dist, "_locales", "ko", "messages.json"))
	if err != nil {
		return nil, err
	}
	var words map[string]struct{ Message string }
	if err := json.Unmarshal(data, &words); err != nil {
		return nil, err
	}
	var found bool
	if m.prefix, m.suffix, found = strings.Cut(words["starLabel"].Message, "{title}"); !found {
		return nil, fmt.Errorf("starLabel has no place for the title: %q", words["starLabel"].Message)
	}
	if m.a, err = with.Blank(); err != nil {
		return nil, err
	}
	if m.b, err = without.Blank(); err != nil {
		return nil, err
	}
	// A page that is about as high as the window may have a scrollbar or not, depending on its
	// height before, and so two widths.
	return m, m.both((*browser.Page).HideScrollbars)
}

// Close closes the two pages.
func (m *Bench) Close() {
	m.a.Close()
	m.b.Close()
}

// With is the page with the extension, Without the other.
func (m *Bench) With() *browser.Page    { return m.a }
func (m *Bench) Without() *browser.Page { return m.b }

// both runs f for the page with the extension and for the one without, at a time.
func (m *Bench) both(f func(*browser.Page) error) error {
	done := make(chan error, 1)
	go func() { done <- f(m.b) }()
	err := f(m.a)
	return errors.Join(err, <-done)
}

// resize gives both pages a size and waits until they are laid out in it.
func (m *Bench) resize(at Size) error {
	return m.both(func(one *browser.Page) error {
		if err := one.SetViewport(at.CSS(), windowHeight*100/at.Zoom, float64(at.Zoom)/100); err != nil {
			return err
		}
		return one.Eval("document.fonts.ready.then(() => "+settled+")", nil)
	})
}

// Open opens the page in both browsers, at a size, and waits for its stars.
func (m *Bench) Open(p Page, at Size) error {
	err := m.both(func(one *browser.Page) error {
		if err := one.SetViewport(at.CSS(), windowHeight*100/at.Zoom, float64(at.Zoom)/100); err != nil {
			return err
		}
		if err := one.Navigate(p.URL); err != nil {
			return err
		}
		if p.Ready != "" {
			if err := one.Wait(p.Ready); err != nil {
				return err
			}
		}
		if p.Script != "" {
			if err := one.Eval(p.Script, nil); err != nil {
				return err
			}
		}
		if p.Done != "" {
			if err := one.Wait(p.Done); err != nil {
				return err
			}
		}
		return one.Eval(probe, nil)
	})
	if err == nil {
		if err = m.a.Wait("probe.ready(" + text(m.labels(p)) + ")"); err != nil {
			err = fmt.Errorf("not all stars came: %w", err)
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", p, err)
	}
	return nil
}

// labels are those of the page's stars.
func (m *Bench) labels(p Page) (out []string) {
	for _, t := range p.Titles {
		out = append(out, m.prefix+norm.NFC.String(t)+m.suffix)
	}
	return out
}

// settled waits until the page has been laid out and painted as it now is.
const settled = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`

// Measure compares the open page at a size.
func (m *Bench) Measure(p Page, at Size) (*Result, error) {
	if err := m.resize(at); err != nil {
		return nil, fmt.Errorf("%s, %s: %w", p, at, err)
	}
	var with starred
	if err := m.a.Eval(fmt.Sprintf("probe.stars(%d)", barStars), &with); err != nil {
		return nil, fmt.Errorf("%s, %s: %w", p, at, err)
	}
	var without content
	if err := m.b.Eval("probe.page()", &without); err != nil {
		return nil, fmt.Errorf("%s, %s: %w", p, at, err)
	}
	if with.Sum != without.Sum {
		return nil, fmt.Errorf("%s, %s: the site's texts are not the same with the extension and without", p, at)
	}
	wanted := map[string]bool{}
	for _, t := range p.Titles {
		wanted[t] = true
	}
	for _, s := range with.Stars {
		wanted[strings.TrimSuffix(strings.TrimPrefix(s.Label, m.prefix), m.suffix)] = true
	}
	var list []string
	for t := range wanted {
		list = append(list, t)
	}
	var titles []title
	if err := m.b.Eval("probe.titles("+text(list)+")", &titles); err != nil {
		return nil, fmt.Errorf("%s, %s: %w", p, at, err)
	}
	var now []title
	if err := m.a.Eval("probe.titles("+text(list)+")", &now); err != nil {
		return nil, fmt.Errorf("%s, %s: %w", p, at, err)
	}
	r := &Result{
		Page: p, Size: at, Stars: len(with.Stars), Places: with.Stars, Titles: len(titles), Without: without.Height, With: with.Height,
		Wider: max(0, with.Width-without.Width), Misplaced: with.Misplaced, Covers: with.Covers, BarsTried: with.Bars.Tried, Bars: with.Bars.Wrong,
	}
	if len(now) != len(titles) {
		return nil, fmt.Errorf("%s, %s: %d titles with the extension and %d without", p, at, len(now), len(titles))
	}
	ofTitle := map[int]bool{}
	for i, t := range titles {
		free := t.Left || t.Right
		if free {
			r.Free++
		}
		for _, n := range t.Nodes {
			ofTitle[n] = true
		}
		if now[i].Lines > t.Lines {
			r.Wraps = append(r.Wraps, Wrap{t.Title, t.Lines, now[i].Lines, free})
		}
	}
	for i, n := range with.Texts {
		if !ofTitle[i] && n > without.Texts[i] {
			r.Others++
		}
	}
	for _, s := range with.Stars {
		if s.Top != "" {
			r.Unreached = append(r.Unreached, s)
		}
		if s.Width < LeastSide || s.Height < LeastSide {
			r.Small = append(r.Small, s)
		}
	}
	return r, nil
}

// text writes a value as a JavaScript literal.
func text(v any) string {
	b, _ := json.Marshal(v) // texts and lists of them have a JSON form
	return string(b)
}

// Synthetic lists the replica's pages of single kinds of boxes.
func Synthetic() (out []Page) {
	for _, s := range replica.Shapes() {
		out = append(out, Page{Group: "shape " + s.Kind, Name: fmt.Sprint(s.Number), URL: s.URL, Titles: s.Titles})
	}
	return out
}

// Pages are all pages to measure.
func Pages(site *replica.Site) []Page { return append(Replica(site), Synthetic()...) }
