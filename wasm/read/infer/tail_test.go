package infer

import (
	"strings"
	"testing"
)

// TestTails has a line for each way to part a title from who speaks.
func TestTails(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range []struct{ text, by, title, names string }{
		{"사내 위키 톺아보기 (김하늘)", " (", "사내 위키 톺아보기", "김하늘"}, {"사내 위키 톺아보기(김하늘)", "(", "사내 위키 톺아보기", "김하늘"},
		{"Type Hints — Nina Park", " — ", "Type Hints", "Nina Park"}, {"Type Hints – Nina Park", " – ", "Type Hints", "Nina Park"}, {"Type Hints - Nina Park", " - ", "Type Hints", "Nina Park"},
		{"Type Hints / Nina Park", " / ", "Type Hints", "Nina Park"}, {"Type Hints | Nina Park", " | ", "Type Hints", "Nina Park"}, {"Type Hints by Nina Park", " by ", "Type Hints", "Nina Park"},
		{"Type Hints @ Nina Park", " @ ", "Type Hints", "Nina Park"}, {"Type Hints @김하늘", " @", "Type Hints", "김하늘"}, {"사내 위키 톺아보기 ~ 김하늘", " ~ ", "사내 위키 톺아보기", "김하늘"},
		{"사내 위키 톺아보기, 김하늘", ", ", "사내 위키 톺아보기", "김하늘"}, {"사내 위키 톺아보기, 김하늘, 별빛소프트", ", ", "사내 위키 톺아보기", "김하늘"},
		{"Type Hints — Nina Park, Harbour Labs", " — ", "Type Hints", "Nina Park, Harbour Labs"},
		// None tells a name.
		{"Type Hints (part two)", " (", "Type Hints (part two)", ""}, {"Type Hints (Nina Park", " (", "Type Hints (Nina Park", ""}, {"Hints, in depth and with examples", ", ", "Hints, in depth and with examples", ""}, {"위 (김하늘)", " (", "위 (김하늘)", ""},
	} {
		if title, names := tail(c.text, c.by); title != c.title || names != c.names {
			t.Errorf("%q is %q by %q, want %q by %q", c.text, title, names, c.title, c.names)
		}
		seen[c.by] = seen[c.by] || c.names != ""
	}
	for _, by := range tails {
		if !seen[by] {
			t.Errorf("no line is parted by %q", by)
		}
	}
}

// TestTailOf: only what nearly all lines have parts them.
func TestTailOf(t *testing.T) {
	line := func(titles ...string) string {
		var cards []string
		for i, title := range titles {
			cards = append(cards, card(at("1"+string(rune('0'+i))+":00"), head(title)))
		}
		return list(cards...)
	}
	for _, c := range []struct{ html, want string }{
		{line("사내 위키 톺아보기 (김하늘)", "타입 힌트 다시 보기 (이바다)", "작은 팀의 작업 큐 (박초롱)"), "김하늘 이바다 박초롱"},
		{line("사내 위키 톺아보기 (김하늘)", "타입 힌트 다시 보기 (두 번째)", "작은 팀의 작업 큐"), ""},
		{line("Type Hints — Nina Park, Harbour Labs", "Wikis for all — Omar Silva, Rivulet Data", "Queues again — Greta Berg, Cloudworks"), "Nina Park Omar Silva Greta Berg"},
	} {
		var got []string
		page, _, _ := traced(t, c.html, "")
		for _, s := range page.Sessions() {
			got = append(got, s.Speakers...)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("by %q, want %q", got, c.want)
		}
	}
}

// TestPeopleOfColumns: what a column is used to says what stands behind a comma, in brackets and
// behind a slash.
func TestPeopleOfColumns(t *testing.T) {
	page := func(names ...string) string {
		var cards []string
		for i, name := range names {
			cards = append(cards, card(at("1"+string(rune('0'+i))+":00"), head("작은 팀의 작업 큐 운영기 "+string(rune('A'+i))), "<p class=speaker>"+name+"</p>"))
		}
		return list(cards...)
	}
	for _, c := range []struct {
		name string
		html string
		want string
	}{
		{"companies behind commas", page("Nina Park, Harbour Labs", "Omar Silva, Rivulet Data", "Greta Berg, Cloudworks", "Ravi Novak, Northwind Bank"), "Nina Park|Omar Silva|Greta Berg|Ravi Novak"},
		{"people behind a comma", page("Nina Park, Omar Silva", "Greta Berg", "Ravi Novak", "Elin Weiss"), "Nina Park|Omar Silva|Greta Berg|Ravi Novak|Elin Weiss"},
		{"people in Korean behind commas", page("김하늘, 이바다", "박초롱, 최다온", "정가람, 강새벽", "조시내, 윤한결"), "김하늘|이바다|박초롱|최다온|정가람|강새벽|조시내|윤한결"},
		{"companies in brackets", page("Nina Park (Harbour Labs)", "Omar Silva (Rivulet Data)", "Greta Berg (Cloudworks)", "Ravi Novak (Northwind Bank)"), "Nina Park|Omar Silva|Greta Berg|Ravi Novak"},
		{"a rare slash is another name", page("Nina Park / Nin", "Omar Silva", "Greta Berg", "Ravi Novak", "Elin Weiss", "Carla Rossi", "Igor Duarte", "Jonas Kim"), "Nina Park / Nin|Omar Silva|Greta Berg|Ravi Novak|Elin Weiss|Carla Rossi|Igor Duarte|Jonas Kim"},
		{"or another person", page("Nina Park / Mira Berg", "Omar Silva", "Greta Berg", "Ravi Novak", "Elin Weiss", "Carla Rossi", "Igor Duarte", "Jonas Kim"), "Nina Park|Mira Berg|Omar Silva|Greta Berg|Ravi Novak|Elin Weiss|Carla Rossi|Igor Duarte|Jonas Kim"},
	} {
		var got []string
		read, _, _ := traced(t, c.html, "")
		for _, s := range read.Sessions() {
			got = append(got, s.Speakers...)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: by %q, want %q", c.name, got, c.want)
		}
	}
}

// TestPictures: signs before values are labels.
func TestPictures(t *testing.T) {
	for text, want := range map[string]label{"🕐": timeLabel, "⏰": timeLabel, "📅": dateLabel, "📍": roomLabel, "🎤": speakerLabel, "👩‍💻": speakerLabel, "📍 101호": noLabel, "🐼": noLabel, "가": noLabel, "": noLabel} {
		if got := labelOf(text); got != want {
			t.Errorf("%q is label %d, want %d", text, got, want)
		}
	}
	for _, p := range pictures {
		for _, sign := range p.signs {
			if got := labelOf(string(sign)); got != p.label {
				t.Errorf("%q is label %d, want %d", sign, got, p.label)
			}
		}
	}
	for text, rest := range map[string]string{"📍 101호": " 101호", "👩‍💻 김하늘": " 김하늘", "⏰️ 10:00": " 10:00"} {
		if l, end := picture(text); l == noLabel || text[end:] != rest {
			t.Errorf("%q goes on with %q", text, text[end:])
		}
	}
}
