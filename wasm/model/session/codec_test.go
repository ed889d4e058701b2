package session

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
)

// random makes a session with any of its fields set.
func random(r *rand.Rand) Session {
	words := []string{"", "가", "a b", "🐼", "\"<&", "x\ny", "긴 제목입니다"}
	word := func() string { return words[r.IntN(len(words))] }
	list := func() (out []string) {
		for range r.IntN(4) {
			out = append(out, word())
		}
		return out
	}
	s := Session{Key: NewKey("2026", "s", "x"+word()).Slot(r.IntN(4)), Kind: Kind(word()), Speakers: list(), Rooms: list(),
		URL: word(), Lang: word(), PageLang: word(), Col: r.IntN(5),
		Other: Names{list(), list()}, Everywhere: r.IntN(3), Cancelled: Source(r.IntN(16))}
	if r.IntN(2) == 0 {
		s.Start = KST(Date{2014 + r.IntN(20), 8, 15}, r.IntN(24), r.IntN(60))
	}
	if r.IntN(2) == 0 {
		s.End = s.Start + Instant(r.IntN(100)) + 1
	}
	if r.IntN(3) > 0 {
		s.Titles = map[string]string{"ko": word(), "en": word()}
	}
	return s
}

func TestCodec(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		s := random(r)
		tree := Encode(s)
		back, ok := Decode(tree)
		if !ok || !reflect.DeepEqual(back, s) {
			t.Fatalf("%+v\ncame back as\n%+v, %t", s, back, ok)
		}
		// Through JSON, as storage keeps it.
		b, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		var stored any
		if err := json.Unmarshal(b, &stored); err != nil {
			t.Fatal(err)
		}
		if back, ok = Decode(stored); !ok || !reflect.DeepEqual(back, s) {
			t.Fatalf("%s\ncame back as\n%+v, %t", b, back, ok)
		}
	}
}

// TestEncodeForm holds the names to what is in people's storage already.
func TestEncodeForm(t *testing.T) {
	start, _ := ParseInstant("2026-08-15T13:30:00+09:00")
	b, err := json.Marshal(Encode(Session{
		Key: "2026/s/x", Kind: Talk, Titles: map[string]string{"ko": "가", "en": "a"}, Speakers: []string{"김"}, Rooms: []string{"1", "2"},
		Start: start, End: start + 30, URL: "https://x", Lang: "en", PageLang: "ko", Col: 2,
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"col":2,"end":"2026-08-15T14:00:00+09:00","key":"2026/s/x","kind":"talk","lang":"en","page":"ko","rooms":["1","2"],` +
		`"speakers":["김"],"start":"2026-08-15T13:30:00+09:00","titles":{"en":"a","ko":"가"},"url":"https://x"}`
	if string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
	b, err = json.Marshal(Encode(Session{Key: "2026/s/x", Speakers: []string{"김"}, PageLang: "ko", Other: Names{[]string{"Kim"}, []string{"R1"}}, Everywhere: 4, Cancelled: SourceOf(Korean, true)}))
	want = `{"cancelled":2,"everywhere":4,"key":"2026/s/x","other":{"rooms":["R1"],"speakers":["Kim"]},"page":"ko","speakers":["김"]}`
	if err != nil || string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
	if b, _ = json.Marshal(Encode(Session{Key: "2026/s/x"})); string(b) != `{"key":"2026/s/x"}` {
		t.Errorf("an empty session: %s", b)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, text := range []string{
		`null`, `1`, `"x"`, `[]`, `{}`, `{"key":1}`, `{"key":""}`, `{"key":"2026"}`, `{"key":"2026/s/x~1"}`,
		`{"key":"2026/s/x","kind":1}`, `{"key":"2026/s/x","kind":null}`, `{"key":"2026/s/x","titles":[]}`, `{"key":"2026/s/x","titles":{"ko":1}}`,
		`{"key":"2026/s/x","speakers":"a"}`, `{"key":"2026/s/x","speakers":[1]}`, `{"key":"2026/s/x","rooms":{}}`, `{"key":"2026/s/x","rooms":[null]}`,
		`{"key":"2026/s/x","start":"soon"}`, `{"key":"2026/s/x","start":5}`, `{"key":"2026/s/x","end":"2026-08-15"}`, `{"key":"2026/s/x","url":[]}`,
		`{"key":"2026/s/x","col":"1"}`, `{"key":"2026/s/x","cancelled":true}`, `{"key":"2026/s/x","everywhere":true}`, `{"key":"2026/s/x","other":["a"]}`, `{"key":"2026/s/x","other":{"rooms":"a"}}`,
		`{"key":"2026/s/x","lang":{}}`, `{"key":"2026/s/x","page":true}`,
	} {
		var tree any
		if err := json.Unmarshal([]byte(text), &tree); err != nil {
			t.Fatal(err)
		}
		if s, ok := Decode(tree); ok || !reflect.DeepEqual(s, Session{}) {
			t.Errorf("%s is taken for %+v, %t", text, s, ok)
		}
	}
	if _, ok := Decode(nil); ok {
		t.Error("nothing is taken for a session")
	}
	if s, ok := Decode(map[string]any{"key": "2026/s/x", "note": "kept for later versions", "v": 1.0, "gone": nil}); !ok || s.Key != "2026/s/x" {
		t.Error("unknown fields are not passed over")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"key":"2026/s/x","titles":{"ko":"가"},"speakers":["a"],"rooms":[],"start":"2026-08-15T13:30:00Z","col":1.5,"x":[]}`))
	f.Add([]byte(`{"key":"2026/s/x~2","titles":{},"end":"0001-01-01T00:00:00+23:59"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var tree any
		if json.Unmarshal(b, &tree) != nil {
			t.Skip()
		}
		s, ok := Decode(tree)
		if !ok {
			return
		}
		back, ok := Decode(Encode(s))
		if !ok || !back.equal(&s) {
			t.Fatalf("%s is taken for\n%+v, which comes back as\n%+v, %t", b, s, back, ok)
		}
	})
}
