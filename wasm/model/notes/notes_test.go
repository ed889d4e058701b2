package notes

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

const now = 1_786_000_000_000

// at is a pen of nobody in particular.
func at(t int64) Pen { return Pen{Now: t} }

func blank() Note {
	return Note{Session: session.Session{Key: "2026/s/a", Titles: map[string]string{"ko": "가"}}}
}

func texts(e Entry) (out []string) {
	for _, v := range e.Read() {
		out = append(out, v.Text)
	}
	return out
}

func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// Of two texts that were changed apart both stay, whichever clock is ahead, until somebody
// who sees both writes one.
func TestChangedApart(t *testing.T) {
	first := blank().SetText("처음", at(now))
	a := first.SetText("하나", at(now+1000))
	b := first.SetText("둘", at(now+2000))
	merged := Join(a, b)
	expect(t, "apart", texts(merged.Text), "둘", "하나")
	expect(t, "seen again", texts(Join(Join(merged, first), a).Text), "둘", "하나")
	one := merged.SetText("하나와 둘", at(now-1000)) // by a clock that is behind
	expect(t, "written by who saw both", texts(Join(Join(b, one), a).Text), "하나와 둘")
	expect(t, "changed after another", texts(Join(a, a.SetText("하나 더", at(now+3000))).Text), "하나 더")
	expect(t, "the same apart", texts(Join(first.SetText("같다", at(now+5)), first.SetText("같다", at(now+9))).Text), "같다")
	// What one takes out and another changes, who does not know, stays.
	expect(t, "taken out and changed", texts(Join(first.SetText("", at(now+4000)), b).Text), "둘")
	expect(t, "taken out", texts(Join(first.SetText("", at(now+4000)), first).Text))
	// A copied profile writes at the same moment.
	expect(t, "at the same moment", sorted(texts(Join(first.SetText("x", at(now+1)), first.SetText("y", at(now+1))).Text)), "x", "y")
}

func sorted(list []string) []string { slices.Sort(list); return list }

func TestQuestions(t *testing.T) {
	n, ok := blank().SetQuestion("q1", "왜요?", false, at(now))
	if !ok {
		t.Fatal("there is no room for the first")
	}
	a, _ := n.SetQuestion("q1", "왜요?", true, at(now+1))
	b, _ := n.SetQuestion("q2", "어떻게요?", false, at(now+2))
	merged := Join(b, a)
	if got := merged.Questions["q1"].Read(); len(got) != 1 || !got[0].Asked {
		t.Errorf("asked on one device: %+v", got)
	}
	expect(t, "another", texts(merged.Questions["q2"]), "어떻게요?")
	c, _ := n.SetQuestion("q1", "정말 왜요?", false, at(now+3))
	if got := Join(a, c).Questions["q1"].Read(); len(got) != 2 || got[0].Text != "정말 왜요?" || !got[1].Asked {
		t.Errorf("asked on one and changed on another: %+v", got)
	}
	same, _ := n.SetQuestion("q1", "왜요?", false, at(now+9))
	if !reflect.DeepEqual(same, n) {
		t.Error("what is written as it was is a change")
	}
	gone, _ := merged.SetQuestion("q1", "", false, at(now+5))
	expect(t, "taken out", texts(Join(merged, gone).Questions["q1"]))
	for i := range records.MaxQuestions + 5 {
		n, ok = n.SetQuestion(fmt.Sprint("more", i), "?", false, at(now))
		if want := i < records.MaxQuestions-1; ok != want {
			t.Fatalf("of the %d. question: %t", i+2, ok)
		}
	}
	if changed, ok := n.SetQuestion("q1", "바꿈", false, at(now+7)); !ok || len(changed.Questions) != records.MaxQuestions {
		t.Error("with all room taken none can be changed")
	}
	if !blank().Empty() || n.Empty() {
		t.Error("empty is mixed up")
	}
}

// A backup gives back what was taken out since, and takes nothing away.
func TestRestore(t *testing.T) {
	file := Join(blank().SetText("하나", at(now)), blank().SetText("둘", at(now)))
	file, _ = file.SetQuestion("q", "왜요?", true, at(now))
	device := file.SetText("", at(now+1000))
	device, _ = device.SetQuestion("q", "", false, at(now+1000))
	device, _ = device.SetQuestion("r", "새 질문", false, at(now+1000))
	got := Restore(device, file, now+2000)
	expect(t, "the note", sorted(texts(got.Text)), "둘", "하나")
	if q := got.Questions["q"].Read(); len(q) != 1 || !q[0].Asked {
		t.Errorf("%+v", q)
	}
	expect(t, "what the file has not", texts(got.Questions["r"]), "새 질문")
	if again := Restore(got, file, now+3000); !reflect.DeepEqual(again.Encode(), got.Encode()) {
		t.Errorf("the second time: %+v, once %+v", again, got)
	}
	changed := file.SetText("셋", at(now+1000))
	expect(t, "changed since", texts(Restore(changed, file, now+2000).Text), "셋")
	// Another device that had it taken out too has it again.
	expect(t, "on another device", sorted(texts(Join(device, got).Text)), "둘", "하나")
}

// Merging is a join, over all that devices which meet at random write: what is merged is
// the same in any order and however often, and no text is lost that nobody wrote over.
func TestMergeIsAJoin(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 7))
		devices := []Note{blank(), blank(), blank(), blank()}
		clocks := []int64{now, now + 1_000_000, now - 9_000_000, now}
		written := map[string]bool{} // by text: nobody has seen it and written another
		for step := range 24 {
			i, j := r.IntN(len(devices)), r.IntN(len(devices))
			clocks[i] += int64(r.IntN(3))
			switch r.IntN(4) {
			case 0:
				for _, text := range texts(devices[i].Text) {
					delete(written, text)
				}
				text := fmt.Sprint("text ", step)
				devices[i] = devices[i].SetText(text, at(clocks[i]))
				written[text] = true
			case 1:
				devices[i], _ = devices[i].SetQuestion(fmt.Sprint("q", r.IntN(3)), fmt.Sprint("question ", r.IntN(3)), r.IntN(2) == 0, at(clocks[i]))
			default:
				devices[i] = Join(devices[i], devices[j])
			}
		}
		a, b, c := devices[0], devices[1], devices[2]
		same := func(law string, x, y Note) {
			if !reflect.DeepEqual(x.Encode(), y.Encode()) {
				t.Fatalf("seed %d, %s:\n%+v\n%+v", seed, law, x, y)
			}
		}
		same("in any order", Join(a, b), Join(b, a))
		same("in any grouping", Join(Join(a, b), c), Join(a, Join(b, c)))
		same("once more", Join(Join(a, b), b), Join(a, b))
		all := Join(Join(a, b), Join(c, devices[3]))
		kept := texts(all.Text)
		if len(kept) != len(written) {
			t.Fatalf("seed %d: %q is kept, and %v was not written over", seed, kept, written)
		}
		for _, text := range kept {
			if !written[text] {
				t.Fatalf("seed %d: %q is kept, and was written over", seed, text)
			}
		}
	}
}

// After very many changes an old text may come back beside the new one; the new one stays,
// and the record does not grow.
func TestManyChanges(t *testing.T) {
	n := blank().SetText("0", at(now))
	old := n
	var size int
	for i := range 500 {
		n = n.SetText(fmt.Sprint(i+1), at(now+int64(i)*1000))
		data, err := json.Marshal(n.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if i == 2*maxOver {
			size = len(data)
		}
		if i > 2*maxOver && len(data) > size+8 {
			t.Fatalf("after %d changes it has %d bytes", i, len(data))
		}
	}
	if got := texts(Join(n, old).Text); got[0] != "500" {
		t.Errorf("%q", got)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{" a\r\nb\rc \n": "a\nb\nc", "\xff가\xed\xa0\x80": "가", "": "", " \n ": ""} {
		if got := Clean(in, 100); got != want {
			t.Errorf("%q is kept as %q, want %q", in, got, want)
		}
	}
	long := Clean(strings.Repeat("🍜", records.MaxNote+100), records.MaxNote)
	if n := utf8.RuneCountInString(long); n != records.MaxNote {
		t.Errorf("%d characters are kept", n)
	}
}

func TestCodec(t *testing.T) {
	n := blank().SetText("하나", at(now))
	n = Join(n, blank().SetText("둘\n\"'<>\\", at(now+1)))
	n, _ = n.SetQuestion("q", "왜?", true, at(now+2))
	n, _ = n.SetQuestion("r", "어떻게?", false, at(now+2))
	n, _ = n.SetQuestion("r", "", false, at(now+3))
	through := func(tree any) any {
		data, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		var back any
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		return back
	}
	tree := through(n.Encode())
	got, fault := Decode("2026/s/a", tree)
	if fault != None || !reflect.DeepEqual(got, n) {
		t.Errorf("%+v came back as %+v", n, got)
	}
	if _, fault := Decode("2026/s/b", tree); fault != Corrupt {
		t.Error("a note of another session is taken for one of this")
	}
	with := func(name string, value any) any {
		m := through(n.Encode()).(map[string]any)
		m[name] = value
		return m
	}
	for what, c := range map[string]struct {
		tree any
		want Fault
	}{
		"nothing": {nil, Corrupt}, "a text": {"x", Corrupt}, "no version": {with("v", nil), Corrupt}, "half a version": {with("v", 1.5), Corrupt}, "a newer one": {with("v", 2.0), Newer},
		"no session": {with("snapshot", 1.0), Corrupt}, "no text": {with("text", "x"), Corrupt}, "no list": {with("questions", []any{}), Corrupt},
		"a version without a name":  {with("text", map[string]any{"live": []any{map[string]any{"text": "x"}}, "over": []any{}}), Corrupt},
		"too long a text":           {with("text", map[string]any{"live": []any{map[string]any{"name": nameOf(now, "h"), "text": strings.Repeat("가", records.MaxNote+1)}}, "over": []any{}}), Corrupt},
		"a question without a name": {with("questions", map[string]any{"": map[string]any{"live": []any{}, "over": []any{}}}), Corrupt},
	} {
		if _, got := Decode("2026/s/a", c.tree); got != c.want {
			t.Errorf("%s: %d, want %d", what, got, c.want)
		}
	}
}
