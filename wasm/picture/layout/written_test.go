package layout

import (
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
)

// annotated are picks that something is written about: one alone, a must beside another, and
// one that is gone.
func annotated() []timetable.Pick {
	return []timetable.Pick{
		pick("a", "메모와 질문이 있는 세션", "13:30", "14:10", "101"), must(pick("b", "겹치는 꼭 들을 세션", "14:30", "15:10", "102")),
		pick("c", "메모가 없는 세션", "14:40", "15:20", "103"), gone(pick("d", "사라진 세션", "15:30", "16:10", "101")),
	}
}

const longNote = "발표 자료를 미리 읽고 오기. 지난해 발표와 무엇이 달라졌는지, 벤치마크는 어떤 기계에서 돌렸는지, 그리고 우리 서비스에 그대로 옮길 수 있는지 살펴보기. "

// written are notes on them: paragraphs and questions that all have room, one that is cut
// and leaves a line to its question, and a text of two devices.
func written() map[session.Key]Written {
	key := func(id string) session.Key { return pick(id, "", "", "").Session.Key }
	return map[session.Key]Written{
		key("a"): {Texts: []string{"앞자리에 앉기\n\n노트북 충전기 챙기기"}, Questions: []Question{{Text: "GIL이 없으면 C 확장은 어떻게 되나요?"}, {"왜 asyncio를 골랐나요?", true}}},
		key("b"): {Texts: []string{strings.Repeat(longNote, 9)}, Questions: []Question{{Text: "그래도 보이는 질문"}}},
		key("d"): {Texts: []string{"집에서 쓴 글", "회사에서 쓴 글"}},
	}
}

// writtenOn has a note on every second pick, of any length.
func writtenOn(tt timetable.Timetable) map[session.Key]Written {
	out := map[session.Key]Written{}
	i := 0
	for _, it := range tt.All() {
		if i++; i%2 == 0 {
			out[it.Session.Key] = Written{Texts: []string{strings.Repeat(longNote, i%5)}, Questions: []Question{{Text: "물어볼 것"}, {strings.Repeat("아주 긴 질문 ", i%9*5), true}}}
		}
	}
	return out
}

// drawn are the lines of all cards of the sheets.
func drawn(sheets []Sheet) (lines []string) {
	for _, s := range sheets {
		for _, b := range s.Page.Boxes {
			if b.Role == scene.Card {
				for _, l := range b.Lines {
					lines = append(lines, l.Text)
				}
			}
		}
	}
	return lines
}

// What the person wrote is on the cards of an agenda that is their own, and in its words for
// who cannot see it; in no format that others see, in no grid, and never in the copied text.
func TestWrittenWhere(t *testing.T) {
	f := loadFonts(t)
	shown := 0
	for format := range choices.Formats {
		for _, mode := range []choices.Mode{choices.Agenda, choices.Grid} {
			o := Options{Format: choices.Format(format), Mode: mode, Now: export, Notes: written()}
			sheets, err := Sheets(timetable.New("2026", annotated()), f, o)
			if err != nil {
				t.Fatal(err)
			}
			text, alt := "", ""
			for _, s := range sheets {
				text += strings.Join(s.Page.Text, "\n")
				alt += strings.Join(s.Page.Alt, "\n")
			}
			has := slices.Contains(drawn(sheets), "앞자리에 앉기")
			if has {
				shown++
			}
			if has != o.Format.HasNotes(mode) || has != strings.Contains(alt, "메모: 앞자리에 앉기") {
				t.Errorf("%s, %s: on a card %v, told of %v, said: %v", choices.Formats[format], choices.Modes[mode], has, o.Format.HasNotes(mode), strings.Contains(alt, "앞자리"))
			}
			if strings.Contains(text, "앞자리") || strings.Contains(text, "GIL") {
				t.Errorf("%s, %s: the copied text has a note:\n%s", choices.Formats[format], choices.Modes[mode], text)
			}
		}
	}
	if shown != 4 {
		t.Errorf("%d formats show notes", shown)
	}
}

// Of what is written a card has so many lines, and the last of the note or of the questions
// says that there is more: whether a text is cut, or the next would begin below. A note
// leaves room for questions.
func TestWrittenIsCut(t *testing.T) {
	f := loadFonts(t)
	lines := func(w Written) (note, questions []string) {
		list := annotated()[:1]
		key := list[0].Session.Key
		before, err := Sheets(timetable.New("2026", list), f, Options{Now: export})
		if err != nil {
			t.Fatal(err)
		}
		sheets, err := Sheets(timetable.New("2026", list), f, Options{Now: export, Notes: map[session.Key]Written{key: w}})
		if err != nil {
			t.Fatal(err)
		}
		check(t, sheets[0].Page)
		all := drawn(sheets)[len(drawn(before)):]
		mark := func(s string) bool { return s == "□" || s == "✓" }
		if i := slices.IndexFunc(all, mark); i >= 0 {
			return all[:i], slices.DeleteFunc(slices.Clone(all[i:]), mark)
		}
		return all, nil
	}
	paragraphs := func(n int) string { return strings.TrimSpace(strings.Repeat("한 줄\n", n)) }
	questions := func(n int) (all []Question) {
		for i := range n {
			all = append(all, Question{"질문", i%2 == 1})
		}
		return all
	}
	cut := func(ls []string) bool { return len(ls) > 0 && strings.HasSuffix(ls[len(ls)-1], "…") }
	for name, c := range map[string]struct {
		w              Written
		note, asks     int
		noteCut, asCut bool
	}{
		"nothing":           {Written{}, 0, 0, false, false},
		"blank lines":       {Written{Texts: []string{"가\n\n \n나"}}, 2, 0, false, false},
		"as many":           {Written{Texts: []string{paragraphs(writtenMost)}}, writtenMost, 0, false, false},
		"one more":          {Written{Texts: []string{paragraphs(writtenMost + 1)}}, writtenMost, 0, true, false},
		"one long":          {Written{Texts: []string{strings.Repeat(longNote, 15)}}, writtenMost, 0, true, false},
		"and a question":    {Written{Texts: []string{paragraphs(writtenMost)}, Questions: questions(1)}, writtenMost - 1, 1, true, false},
		"many questions":    {Written{Texts: []string{paragraphs(writtenMost)}, Questions: questions(9)}, writtenMost - writtenAsk, writtenAsk, true, true},
		"questions alone":   {Written{Questions: questions(writtenMost + 1)}, 0, writtenMost, false, true},
		"as many of them":   {Written{Questions: questions(writtenMost)}, 0, writtenMost, false, false},
		"a long one":        {Written{Texts: []string{paragraphs(2)}, Questions: []Question{{Text: strings.Repeat(longNote, 9)}}}, 2, writtenMost - 2, false, true},
		"a short note, and": {Written{Texts: []string{"가"}, Questions: questions(5)}, 1, 5, false, false},
	} {
		note, asks := lines(c.w)
		if len(note) != c.note || len(asks) != c.asks || cut(note) != c.noteCut || cut(asks) != c.asCut {
			t.Errorf("%s: %q, %q", name, note, asks)
		}
	}
}

// A note that is stored under another key of the session is found.
func TestWrittenUnderAlias(t *testing.T) {
	f := loadFonts(t)
	tt := timetable.New("2026", annotated()[:1])
	alias := session.Key("2026/h/other")
	tt.Days[0].Items[0].Aliases = []session.Key{alias}
	sheets, err := Sheets(tt, f, Options{Now: export, Notes: map[session.Key]Written{alias: {Texts: []string{"다른 이름의 메모"}}}})
	if err != nil || !slices.Contains(drawn(sheets), "다른 이름의 메모") {
		t.Errorf("%q, %v", drawn(sheets), err)
	}
}
