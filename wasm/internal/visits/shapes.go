package visits

import (
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Shape is a way in which a site addresses its sessions.
type Shape struct {
	Name string
	// Two: the site is in English too, and its pages link both.
	Two  bool
	host string
	root string // of the conference, before the language
	base string // of <base href>, "" for none
	// list and grid are the paths of those pages.
	list, grid string
	// path is that of a session's own page, nil where there is none.
	path func(t *Talk) string
	// href is how pages write a link to it, the list and the timetable each in its way; nil: as
	// the path of the host.
	href  func(s *Site, t *Talk, l Lang, grid bool) string
	first int // the number of the first session
	// bareGrid: the timetable does not link to the sessions' pages.
	bareGrid bool
	// timeless: the list tells no times, as it does in most shapes; timed, that it does.
	timed bool
}

// Linked reports whether a link tells the sessions apart on every page.
func (s *Shape) Linked() bool { return s.path != nil && !s.bareGrid }

// Own reports whether each session has a page of its own.
func (s *Shape) Own() bool { return s.path != nil }

const host = "2027.pycon.kr"

func (s *Site) rooted(path string, l Lang) string { return s.root + s.language(l) + path }

// below writes an address as its last parts alone, against <base href>.
func below(s *Site, t *Talk, l Lang, _ bool) string {
	return strings.TrimPrefix(s.rooted(s.path(t), l), s.base)
}

// Shapes are all of them.
func Shapes() []Shape {
	number := func(form string) func(t *Talk) string {
		return func(t *Talk) string { return fmt.Sprintf(form, t.n) }
	}
	hangul := func(t *Talk) string { return "/talks/" + t.hangul }
	raw := func(form func(string) string) func(s *Site, t *Talk, l Lang, grid bool) string {
		return func(s *Site, t *Talk, l Lang, grid bool) string {
			path := "/talks/" + t.hangul
			if !grid {
				path = "/talks/" + form(t.hangul)
			}
			return s.rooted(path, l)
		}
	}
	list := []Shape{
		{Name: "slug", path: func(t *Talk) string { return "/talks/" + t.slug }},
		{Name: "hangul", path: hangul},
		{Name: "hangul-encoded", path: hangul, href: raw(url.PathEscape)},
		{Name: "hangul-nfd", path: hangul, href: raw(norm.NFD.String)},
		{Name: "hangul-nfd-encoded", path: hangul, href: raw(func(s string) string { return strings.ToLower(url.PathEscape(norm.NFD.String(s))) })},
		{Name: "code-html", path: func(t *Talk) string { return "/talk/" + t.code + ".html" }},
		{Name: "code-slash", path: func(t *Talk) string { return "/talk/" + t.code + "/" }, Two: true},
		{Name: "uuid", path: func(t *Talk) string { return "/sessions/" + t.uuid }, Two: true},
		{Name: "hash-route", list: "/#/talks", grid: "/#/schedule", path: number("/#/talks/%d"), href: func(s *Site, t *Talk, l Lang, _ bool) string { return "#" + fmt.Sprintf("/talks/%d", t.n) }},
		{Name: "hash-bang-slug", list: "/#!/sessions", grid: "/#!/timetable", path: func(t *Talk) string { return "/#!/sessions/" + t.slug }},
		{Name: "query-id", list: "/session", grid: "/timetable", path: number("/session/view?id=%d")},
		{Name: "query-idx", list: "/program/list.php", grid: "/program/timetable.php", path: number("/program/view.php?page=1&idx=%d"),
			href: func(s *Site, t *Talk, l Lang, grid bool) string {
				if grid {
					return s.rooted(fmt.Sprintf("/program/view.php?idx=%d", t.n), l)
				}
				return s.rooted(fmt.Sprintf("/program/view.php?page=1&idx=%d", t.n), l)
			}},
		{Name: "ids-2000", path: number("/talks/%d"), first: 2020},
		{Name: "ids-2000-below-year", host: "www.pycon.kr", root: "/2027", path: number("/program/%d"), first: 2024, Two: true},
		{Name: "base-href", host: "www.pycon.kr", root: "/2027", base: "/2027/", path: number("/talks/%d"), first: 31, href: below},
		{Name: "base-href-slug", base: "/talks/", path: func(t *Talk) string { return "/talks/" + t.slug }, href: below},
		{Name: "code-and-slug", path: func(t *Talk) string { return "/event/" + t.code + "/" + t.slug }, grid: "/agenda"},
		{Name: "two-languages", path: number("/presentations/%d"), first: 3, Two: true, timed: true},
		{Name: "timetable-without-links", path: number("/talks/%d"), bareGrid: true},
		{Name: "without-links", timed: true},
		{Name: "without-links-or-times", list: "/talks", grid: "/schedule"},
	}
	for i := range list {
		s := &list[i]
		if s.host == "" {
			s.host = host
		}
		if s.first == 0 {
			s.first = 1
		}
		if s.list == "" {
			s.list = "/talks"
		}
		if s.grid == "" {
			s.grid = "/schedule"
		}
	}
	return list
}

// Timed reports whether the list tells times.
func (s *Shape) Timed() bool { return s.timed }

// Routed reports whether the pages are told apart behind the number sign alone.
func (s *Shape) Routed() bool { return strings.Contains(s.grid, "#") }
