package session

import (
	"strings"
	"testing"
)

// Only addresses of recordings and slides at known hosts are taken, as https.
func TestWatch(t *testing.T) {
	for url, want := range map[string]string{
		"https://youtu.be/x5":                               "https://youtu.be/x5 ",
		"http://www.youtube.com/watch?v=abc&t=3":            "https://www.youtube.com/watch?v=abc&t=3 ",
		"https://vimeo.com/12":                              "https://vimeo.com/12 ",
		"https://speakerdeck.com/x":                         " https://speakerdeck.com/x",
		"http://www.slideshare.net/a/b":                     " https://www.slideshare.net/a/b",
		"https://docs.google.com/presentation/d/1/edit":     " https://docs.google.com/presentation/d/1/edit",
		"https://youtu.be/":                                 " ",
		"https://www.youtube.com/c/PyConKRtube":             " ",
		"https://www.youtube.com/channel/UC26x6D5xpKx6io4S": " ",
		"https://docs.google.com/forms/d/1":                 " ",
		"https://youtu.be.evil.example/x5":                  " ",
		"https://evil.example/https://youtu.be/x5":          " ",
		"https://user@youtu.be/x5":                          " ",
		"javascript:alert('://youtu.be/x5')":                " ",
		"ftp://youtu.be/x5":                                 " ",
		"https://youtu.be/x5\" onclick=\"alert(1)":          " ",
		"youtu.be/x5":                                       " ",
		"":                                                  " ",
		"https://youtu.be/" + strings.Repeat("x", 3000):     " ",
	} {
		var s Session
		s.Watch(url)
		if got := s.Recording + " " + s.Slides; got != want {
			t.Errorf("%.60s: %q, want %q", url, got, want)
		}
	}
	s := Session{Key: "2018/program/5", Titles: map[string]string{"ko": "제목"}}
	s.Watch("https://youtu.be/a")
	s.Watch("https://youtu.be/b") // the first counts
	s.Watch("https://speakerdeck.com/x/y")
	if s.Recording != "https://youtu.be/a" || s.Slides != "https://speakerdeck.com/x/y" {
		t.Errorf("%+v", s)
	}
	// What another page does not tell stays, and what it tells anew is news.
	page := Session{Key: s.Key, Titles: map[string]string{"ko": "제목"}}
	if merged, changed := page.Richer(s); changed || merged.Recording != s.Recording || merged.Slides != s.Slides {
		t.Errorf("%v, %+v", changed, merged)
	}
	if merged, changed := s.Richer(page); !changed || merged.Recording != s.Recording {
		t.Errorf("%v, %+v", changed, merged)
	}
	got, ok := Decode(Encode(s))
	if !ok || got.Recording != s.Recording || got.Slides != s.Slides {
		t.Errorf("%+v", got)
	}
	// A record may have been written by anybody.
	hostile := Encode(s)
	hostile["recording"], hostile["slides"] = "javascript:alert(1)", "https://evil.example/x"
	if got, ok := Decode(hostile); !ok || got.Recording != "" || got.Slides != "" {
		t.Errorf("%v, %+v", ok, got)
	}
}
