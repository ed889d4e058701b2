package session

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"byeolpyo/wasm/model/records"
)

func TestBound(t *testing.T) {
	long := strings.Repeat("가나다", 5000)
	s := Session{Key: "2026/s/a", Titles: map[string]string{"ko": long, "en": long[1:] + long}, URL: "https://2026.pycon.kr/" + long}
	for i := range 20_000 {
		s.Speakers = append(s.Speakers, fmt.Sprint("사람 ", i))
		s.Rooms = append(s.Rooms, long)
	}
	s.Other = Names{s.Speakers, s.Rooms}
	s.Watch("https://youtu.be/" + strings.Repeat("x", 230))
	s.Watch("https://speakerdeck.com/" + strings.Repeat("x", 230))
	s.Bound()
	text, err := json.Marshal(Encode(s))
	if err != nil {
		t.Fatal(err)
	}
	if len(text) > 22<<10 || len(s.Speakers) < 100 || len(s.Titles["ko"]) < records.MaxTitle-3 || !utf8.ValidString(s.Titles["ko"]) || s.URL != "" || s.Recording == "" || s.Slides == "" {
		t.Errorf("%d bytes, %d speakers, titles of %d, address of %d", len(text), len(s.Speakers), len(s.Titles["ko"]), len(s.URL))
	}
	// A real one is as it was.
	real := Session{Key: "2026/s/a", Titles: map[string]string{"ko": long[:300]}, Speakers: []string{"김파이", "이썬"}, Rooms: []string{"101"}, URL: "https://2026.pycon.kr/x"}
	same := real
	same.Titles = map[string]string{"ko": long[:300]}
	if real.Bound(); !reflect.DeepEqual(real, same) {
		t.Errorf("%+v, want %+v", real, same)
	}
}
