package popup

import (
	"strconv"

	"byeolpyo/wasm/model/agenda"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// Moment is when the popup is looked at.
type Moment struct {
	Now session.Instant // not known: nothing is said of now
	// Ahead returns by how many minutes the device's clocks are ahead of UTC at a moment;
	// nil for a device in Seoul.
	Ahead func(session.Instant) int
}

// Now is what the timetable says at a moment: where to be, and where to go next.
type Now struct {
	Phase string    // "to-come", "ahead", "running", "gap", "between" or "after"
	Lines []NowLine // at least one
	Way   string    // how far it is from here to what comes next, where that is far; or ""
	Here  string    // on a device whose clocks differ from Seoul's, both clocks; else ""
}

// NowLine is one line of it: "다음 · 제목 · 101호 · 12분 뒤 (14:20)".
type NowLine struct {
	Label     string // "지금", "다음", "내일"
	Title     string
	TitleLang string // the language of Title; "" for that of the other words
	Place     string // where it is, or ""
	When      string // or ""
}

var phases = [...]string{agenda.Before: "to-come", agenda.Ahead: "ahead", agenda.Running: "running", agenda.Gap: "gap", agenda.Between: "between", agenda.After: "after"}

// now returns what tt says at a moment, nil where that is nothing.
func (m *Model) now(tt timetable.Timetable, at Moment) *Now {
	if !at.Now.Known() {
		return nil
	}
	a := agenda.At(tt, at.Now)
	if a.Phase == agenda.Empty {
		return nil
	}
	n := &Now{Phase: phases[a.Phase]}
	var told session.Instant // the moment that is told by both clocks
	var here timetable.Item  // where one is, as far as the picks tell
	switch a.Phase {
	case agenda.Running:
		it, line := m.nowLine(m.Say("nowNow"), a.Running)
		left := m.length(int(it.End - at.Now))
		line.When = m.Say("nowLeft", "length", left)
		if it.Guessed {
			line.When = m.Say("nowLeftGuessed", "length", left)
		}
		n.Lines = append(n.Lines, line)
		told, here = it.End, it
	case agenda.Gap:
		here, _ = left(tt, a.Next[0].Start)
		n.Lines = append(n.Lines, NowLine{Label: m.Say("nowNow"), Title: m.Say("nowGap"), When: m.Say("nowUntil", "time", a.Free.End.HHMM())})
	case agenda.Between:
		n.Lines = append(n.Lines, NowLine{Label: m.Say("nowToday"), Title: m.Say("nowOver")})
	case agenda.After:
		n.Lines = append(n.Lines, NowLine{Title: m.Say("nowAllOver")})
	}
	if len(a.Next) > 0 {
		label := m.Say("nowNext")
		if a.Phase == agenda.Before || a.Phase == agenda.Between {
			label = m.inDays(a.Days)
		}
		it, line := m.nowLine(label, a.Next)
		told = it.Start
		n.Way = m.wayNow(here, it)
		switch {
		case a.Days == 0:
			line.When = m.Say("nowIn", "length", m.length(a.Wait), "time", it.Start.HHMM())
		case a.Days == 1 && a.Phase == agenda.Running: // past midnight, or the last of a day
			line.When = m.Say("nowTomorrow", "time", it.Start.HHMM())
		case a.Days == 1:
			line.When = it.Start.HHMM()
		default:
			line.When = m.dayLabel(it.Start.Date()) + " " + it.Start.HHMM()
		}
		n.Lines = append(n.Lines, line)
	}
	n.Here = m.here(told, at)
	return n
}

// wayNow says how far it is from where one is to what comes next, where that is soon; or "".
func (m *Model) wayNow(here, next timetable.Item) string {
	if !here.End.Known() || next.Start-here.End > longestBreak {
		return ""
	}
	text, late := m.way(here, next)
	switch {
	case text == "":
		return ""
	case late:
		return m.Say("walkLate", "way", text)
	}
	return m.Say("walkNext", "way", text)
}

// nowLine tells of items that run or begin together: of the one that matters most by name,
// of the others how many.
func (m *Model) nowLine(label string, items []timetable.Item) (timetable.Item, NowLine) {
	it := items[0]
	for _, other := range items[1:] {
		if it.State != picks.Must && other.State == picks.Must {
			it = other
		}
	}
	line := NowLine{Label: label, Place: m.place(it.Session)}
	line.Title, line.TitleLang = m.shownTitle(it.Session)
	if n := len(items) - 1; n > 0 {
		line.Label = m.Say("nowBeside", "label", label, "n", strconv.Itoa(n))
	}
	return it, line
}

// inDays names a day by its distance from today, at least 1.
func (m *Model) inDays(days int) string {
	if days == 1 {
		return m.Say("tomorrow")
	}
	return m.Say("nowInDays", "n", strconv.Itoa(days))
}

// here names t by the clocks of Seoul and of the device: "서울 10:00 · 여기 8월 14일 18:00".
// Where both show the same, it is "".
func (m *Model) here(t session.Instant, at Moment) string {
	return m.words[m.Lang()].Here(t, at.Ahead)
}

// shortDay is dayLabel without the day of the week.
func (m *Model) shortDay(d session.Date) string { return m.words[m.Lang()].ShortDay(d) }

// nextNow returns when what is said at a moment is next something else: at the next minute on a
// day with something to come or running, at midnight in Seoul before a later day, and not
// known after all is over.
func (m *Model) nextNow(at Moment) session.Instant {
	if !at.Now.Known() {
		return 0
	}
	switch agenda.At(m.table(), at.Now).Phase {
	case agenda.Empty, agenda.After:
		return 0
	case agenda.Before, agenda.Between:
		return session.KST(at.Now.Date().AddDays(1), 0, 0)
	}
	return at.Now + 1
}

func (n Now) tree() map[string]any {
	lines := make([]any, len(n.Lines))
	for i, l := range n.Lines {
		lines[i] = map[string]any{"label": l.Label, "title": l.Title, "titleLang": l.TitleLang, "place": l.Place, "when": l.When}
	}
	return map[string]any{"phase": n.Phase, "lines": lines, "way": n.Way, "here": n.Here}
}
