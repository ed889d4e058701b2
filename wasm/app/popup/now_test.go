package popup

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/programmes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// sentences returns the lines of n as they are read.
func sentences(n *Now) (lines []string) {
	if n == nil {
		return nil
	}
	for _, l := range n.Lines {
		var parts []string
		for _, part := range []string{l.Label, l.Title, l.Place, l.When} {
			if part != "" {
				parts = append(parts, part)
			}
		}
		lines = append(lines, strings.Join(parts, " · "))
	}
	for _, more := range []string{n.Way, n.Here} {
		if more != "" {
			lines = append(lines, more)
		}
	}
	return lines
}

// losAngeles is the zone of a device there, in summer and from November on.
func losAngeles(t session.Instant) int {
	if d := t.Date(); d.Month >= 11 {
		return -8 * 60
	}
	return -7 * 60
}

var update = flag.Bool("update", false, "write what testdata/moments.txt expects anew")

// TestMoments holds what is said against testdata/moments.txt: three editions as they were, one
// of them with tutorials, one seen from Los Angeles, and some made up. A line of it is
//
//	edition 2018              of what follows; nothing is picked
//	zone Los_Angeles          of the device, from here on; zone Seoul at first
//	star Ring:                picks the session of the edition whose title begins so; also must
//	made star 2026-08-15 13:30 14:20 Track 1 | 나    picks one that no programme has; an end "-" is not told
//	2018-08-18T10:08          a moment in Seoul: what is said then follows, "ko" and "en", a line each
func TestMoments(t *testing.T) {
	const path = "testdata/moments.txt"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	var picked []func(*Model)
	var edition string
	var ahead func(session.Instant) int
	moments := 0
	for _, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		word, rest, _ := strings.Cut(line, " ")
		if word == "ko" || word == "en" {
			continue // what is expected, held below
		}
		out = append(out, line)
		switch word {
		case "", "#":
		case "edition":
			edition, picked = rest, nil
		case "zone":
			ahead = map[string]func(session.Instant) int{"Seoul": nil, "Los_Angeles": losAngeles}[rest]
		case "star", "must":
			picked = append(picked, func(m *Model) { put(m, programmed(t, edition, rest), stateOf[word]) })
		case "made":
			picked = append(picked, func(m *Model) { s, state := made(t, rest); put(m, s, state) })
		default:
			moments++
			for _, lang := range session.Languages {
				m := New(lang, words(t))
				for _, pick := range picked {
					pick(m)
				}
				for _, said := range sentences(m.View(Moment{at(t, word+":00+09:00"), ahead}).Now) {
					out = append(out, lang+" "+said)
				}
			}
		}
	}
	got := strings.Join(out, "\n") + "\n"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if moments < 30 {
		t.Errorf("%d moments only", moments)
	}
	want := strings.Split(string(data), "\n")
	for i, line := range strings.Split(got, "\n") {
		if i >= len(want) || line != want[i] {
			t.Fatalf("line %d of %s:\n     %q\nwant %q", i+1, path, line, strings.Join(want[min(i, len(want)):min(i+1, len(want))], ""))
		}
	}
}

var stateOf = map[string]picks.State{"star": picks.Star, "must": picks.Must}

// programmed returns the session of an edition whose title begins so.
func programmed(t *testing.T, edition, title string) session.Session {
	t.Helper()
	p, err := programmes.Of(edition)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(p.Sessions, func(s session.Session) bool { return strings.HasPrefix(s.Title(session.Korean), title) })
	if at < 0 {
		t.Fatalf("%s has no session %q", edition, title)
	}
	return p.Sessions[at]
}

// made reads "star 2026-08-15 13:30 14:20 Track 1 | 나".
func made(t *testing.T, text string) (session.Session, picks.State) {
	t.Helper()
	f := strings.SplitN(text, " ", 5)
	room, title, ok := strings.Cut(f[len(f)-1], " | ")
	if len(f) != 5 || !ok {
		t.Fatalf("%q tells no session", text)
	}
	s := session.Session{
		Key: session.NewKey(f[1][:4], session.AnySequence, session.HashID(title, 0, room)), Kind: session.Talk, Rooms: []string{room},
		Titles: map[string]string{session.Korean: title}, Start: at(t, f[1]+"T"+f[2]+":00+09:00"),
	}
	if f[3] != "-" {
		s.End = at(t, f[1]+"T"+f[3]+":00+09:00")
	}
	return s, stateOf[f[0]]
}

// Without the time the popup says nothing of now.
func TestNowWithoutAMoment(t *testing.T) {
	if n := model(t).View(Moment{}).Now; n != nil {
		t.Errorf("%+v", n)
	}
}

// The popup is updated when its minute comes, and wakes no more often: not before the day comes,
// nor after all is over.
func TestNowGoesOn(t *testing.T) {
	start := at(t, "2026-08-15T13:30:00+09:00") // of both picks
	for _, test := range []struct {
		name          string
		begun         session.Instant
		minutes, want int // views after the first
	}{
		{"on the day", start - 10, 3, 3},
		{"on the day before, at midnight", start - 24*60, 11 * 60, 31},
		{"days before", start - 5*24*60, 10 * 60, 0},
		{"after all", start + 31, 60, 0},
	} {
		o := newPopup(t, picked(t))
		o.clock.Run(int(int64(test.begun)*msPerMinute - o.clock.Now()))
		o.open()
		opened := len(o.script.views)
		o.clock.Run(test.minutes * msPerMinute)
		if got := len(o.script.views) - opened; got != test.want {
			t.Errorf("%s: %d views in %d minutes, want %d", test.name, got, test.minutes, test.want)
		}
	}
	o := newPopup(t, picked(t))
	o.clock.Run(int(int64(start-2)*msPerMinute - o.clock.Now()))
	o.open()
	o.clock.Run(2 * msPerMinute)
	if n := o.script.views[len(o.script.views)-1]["now"].(map[string]any); n["phase"] != "running" {
		t.Errorf("two minutes later it says %v", n)
	}
}
