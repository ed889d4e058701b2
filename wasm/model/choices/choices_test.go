package choices

import (
	"slices"
	"testing"
)

// The names are stored and stand in addresses: an earlier version's stay what they were,
// in their order, of which the first is that of who has not chosen.
func TestNamesStay(t *testing.T) {
	for what, c := range map[string]struct{ list, was []string }{
		"formats":   {Formats, []string{"whole", "phone", "share", "a4", "a4-wide", "large", "next"}},
		"aspects":   {Aspects, []string{"9:20", "9:19.5", "9:16", "5:6"}},
		"modes":     {Modes, []string{"agenda", "grid"}},
		"themes":    {Themes, []string{"light", "dark", "high-contrast", "paper"}},
		"calendars": {Calendars, []string{"all", "musts"}},
		"alarms":    {Alarms, []string{"none", "musts", "all"}},
		"minutes":   {AlarmMinutes, []string{"10", "5", "15"}},
	} {
		if len(c.list) < len(c.was) || !slices.Equal(c.list[:len(c.was)], c.was) {
			t.Errorf("%s: %q, once %q", what, c.list, c.was)
		}
		for i, name := range c.list {
			if name == "" || Index(c.list, name) != i {
				t.Errorf("%s: %q is none, or twice in the list", what, name)
			}
		}
		if Index(c.list, "no such") != 0 {
			t.Errorf("%s: a name that is none is not the first", what)
		}
	}
}

func TestPapers(t *testing.T) {
	if got := Papers(); !slices.Equal(got, []string{"a4", "a4-wide", "large"}) {
		t.Errorf("%q", got)
	}
	if A4.PerMetre() != PerMetre || Phone.PerMetre() != 0 {
		t.Error("paper has no resolution, or a screen has one")
	}
}
