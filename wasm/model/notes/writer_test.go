package notes

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"byeolpyo/wasm/model/records"
)

// A text that is stored at every pause, by a page that is open for long, leaves one name
// behind: what it wrote over does not come back however long it is written at.
func TestOneWriterLeavesOneName(t *testing.T) {
	first := blank().SetText("처음", at(now))
	page := Pen{Now: now, Writer: Writer("a page")}
	n := first
	var sent []Note
	for i := range 500 {
		page.Now += 700
		n = n.SetText(fmt.Sprint("글 ", i), page)
		sent = append(sent, n)
	}
	if len(n.Text.Over) != 2 {
		t.Errorf("after 500 pauses %d names are kept, want 2", len(n.Text.Over))
	}
	for i, old := range append(sent, first) {
		if got := texts(Join(n, old).Text); !slices.Equal(got, []string{"글 499"}) {
			t.Fatalf("with what was sent at the %d. pause: %q", i, got)
		}
	}
	// Another page, apart, is another writer: also that of a profile that was copied.
	other := sent[10].SetText("다른 창", Pen{Now: page.Now + 5, Writer: Writer("another page")})
	expect(t, "apart", texts(Join(n, other).Text), "다른 창", "글 499")
}

// What a page writes after the clock of its device was put back is not taken for
// what it wrote over before.
func TestClockPutBack(t *testing.T) {
	page := Pen{Now: now, Writer: Writer("a page")}
	n := blank().SetText("하나", page)
	n, _ = n.SetQuestion("q", "왜요?", false, page)
	page.Now -= 3600_000
	n = n.SetText("둘", page)
	n, _ = n.SetQuestion("q", "왜요?", true, page)
	n = n.SetText("셋", page) // in the same millisecond
	for i := range 2 {
		expect(t, "written last", texts(n.Text), "셋")
		if q := n.Questions["q"].Read(); len(q) != 1 || !q[0].Asked {
			t.Errorf("the question is %+v", q)
		}
		read, fault := Decode(n.Session.Key, any(n.Encode()))
		if fault != None {
			t.Fatal(fault)
		}
		if n = read; i == 0 {
			n = Join(n, blank().SetText("하나", Pen{Now: now, Writer: Writer("a page")})) // and what another device still has
		}
	}
}

// What of one session can be stored is not more than is said where its limits are.
func TestLargestRecord(t *testing.T) {
	n := blank()
	long := func(runes int) string {
		return string(slices.Repeat([]rune("🍜"), runes))
	}
	for i := range 60 { // by as many windows
		pen := Pen{Now: now + int64(i), Writer: Writer(fmt.Sprint(i))}
		n = n.SetText(long(records.MaxNote-i%2), pen)
		for q := range records.MaxQuestions {
			n, _ = n.SetQuestion(fmt.Sprint("q", q), long(records.MaxQuestion-i%2), i%2 == 0, pen)
		}
	}
	data, err := json.Marshal(n.Written())
	if err != nil {
		t.Fatal(err)
	}
	if most := 48 << 10; len(data) > most || len(data) < 40<<10 {
		t.Errorf("%d bytes, want at most %d, which is 32 and 16 KB", len(data), most)
	}
	if _, fault := Decode(n.Session.Key, n.Encode()); fault != None {
		t.Errorf("it cannot be read: %d", fault)
	}
}

// What several devices wrote apart can be read, however much it came to.
func TestMuchApart(t *testing.T) {
	all := blank()
	for device := range 9 {
		n := blank()
		for q := range records.MaxQuestions {
			n, _ = n.SetQuestion(fmt.Sprint(device, "-", q), "?", false, at(now))
		}
		all = Join(all, n.SetText(fmt.Sprint("기기 ", device), at(now)))
	}
	got, fault := Decode(all.Session.Key, all.Encode())
	if fault != None || len(got.Questions) != 9*records.MaxQuestions || len(texts(got.Text)) != 9 {
		t.Errorf("%d, %d questions, %d texts", fault, len(got.Questions), len(texts(got.Text)))
	}
	if _, ok := got.SetQuestion("more", "?", false, at(now)); ok {
		t.Error("there is room for more")
	}
}

// Both records of a session are read as one; one with a fault hides itself alone.
func TestStored(t *testing.T) {
	key := blank().Session.Key
	mine, theirs := blank().SetText("내 글", at(now)), blank().SetText("다른 기기의 글", at(now+1))
	entries := map[string]any{StorageKey(key): mine.Encode(), BroughtKey(key): theirs.Encode()}
	n, fault := Load(key, entries)
	expect(t, "both", texts(n.Text), "다른 기기의 글", "내 글")
	if fault != None {
		t.Errorf("a fault: %d", fault)
	}
	entries[StorageKey(key)] = map[string]any{"v": 2.0}
	n, fault = Load(key, entries)
	expect(t, "beside a newer one", texts(n.Text), "다른 기기의 글")
	if fault != Newer {
		t.Errorf("of a newer record: %d", fault)
	}
	if n, fault = Load(key, nil); !n.Empty() || n.Session.Key != key || fault != None {
		t.Errorf("of nothing: %+v, %d", n, fault)
	}
	for _, name := range []string{StorageKey(key), BroughtKey(key)} {
		if got, ok := SessionOf(name); !ok || got != key {
			t.Errorf("%s is of %q", name, got)
		}
	}
	if _, ok := SessionOf(records.PickPrefix + string(key)); ok {
		t.Error("a pick is taken for a note")
	}
}

// One of two texts is changed, or taken out, and the other stays; both of them written as one
// are one. A question's two texts likewise.
func TestReplace(t *testing.T) {
	both := Join(blank().SetText("하나", at(now)), blank().SetText("둘", at(now+1)))
	expect(t, "changed", texts(both.ReplaceText("하나", "하나!", at(now+9)).Text), "하나!", "둘")
	expect(t, "taken out", texts(both.ReplaceText("둘 \n", "", at(now+9)).Text), "하나")
	expect(t, "made the same", texts(both.ReplaceText("둘", "하나", at(now+9)).Text), "하나")
	gone := both.ReplaceText("둘", "", at(now+9)).ReplaceText("하나", "", at(now+10))
	expect(t, "both taken out", texts(gone.Text))
	expect(t, "and seen again", texts(Join(gone, both).Text))
	expect(t, "written after", texts(gone.ReplaceText("", "셋", at(now+11)).Text), "셋")
	expect(t, "a third", texts(both.ReplaceText("", "셋", at(now+9)).Text), "셋", "둘", "하나")
	expect(t, "what is not there any more", texts(both.ReplaceText("넷", "다섯", at(now+9)).Text), "다섯", "둘", "하나")
	apart := both.ReplaceText("하나", "하나 더", at(now+9))
	expect(t, "beside who did not know", texts(Join(apart, both.SetText("모두", at(now+8))).Text), "하나 더", "모두")

	a, _ := blank().SetQuestion("q", "왜요?", false, at(now))
	b, _ := blank().SetQuestion("q", "왜죠?", false, at(now+1))
	q, _ := Join(a, b).ReplaceQuestion("q", "왜요?", "왜요?", true, at(now+9))
	if got := q.Questions["q"].Read(); len(got) != 2 || !got[0].Asked || got[0].Text != "왜요?" || got[1].Asked {
		t.Errorf("%+v", got)
	}
}

// A page that changes two texts in turns, often, loses none of either.
func TestOneWriterTwoTexts(t *testing.T) {
	both := Join(blank().SetText("하나", at(now)), blank().SetText("둘", at(now+1)))
	n, page := both, Pen{Now: now, Writer: Writer("a page")}
	last := [...]string{"하나", "둘"}
	for i := range 60 {
		page.Now += 700
		at := i / 3 % 2 // each some times before the other
		text := fmt.Sprint(last[at][:3], " ", i)
		n = n.ReplaceText(last[at], text, page)
		last[at] = text
		expect(t, "changed in turns", sorted(texts(n.Text)), sorted(slices.Clone(last[:]))...)
		expect(t, "and seen again", sorted(texts(Join(n, both).Text)), sorted(slices.Clone(last[:]))...)
	}
	if len(n.Text.Over) > 4 {
		t.Errorf("%d names are kept", len(n.Text.Over))
	}
}
