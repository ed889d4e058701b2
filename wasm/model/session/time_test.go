package session

import (
	"math/rand/v2"
	"testing"
	"time"
)

var kst = time.FixedZone("KST", 9*60*60)

// TestDays compares every day from 1900 to 2100 with package time.
func TestDays(t *testing.T) {
	d := Date{1900, 1, 1}
	for at := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() <= 2100; at = at.AddDate(0, 0, 1) {
		want := Date{at.Year(), int(at.Month()), at.Day()}
		switch {
		case d != want:
			t.Fatalf("day after day: %v, want %v", d, want)
		case d.days() != at.Unix()/86400 && at.Unix()%86400 == 0:
			t.Fatalf("%v is day %d, want %d", d, d.days(), at.Unix()/86400)
		case d.Weekday() != int(at.Weekday()):
			t.Fatalf("%v is weekday %d, want %v", d, d.Weekday(), at.Weekday())
		case !d.Valid():
			t.Fatalf("%v is not valid", d)
		case d.String() != at.Format(time.DateOnly):
			t.Fatalf("%q, want %q", d.String(), at.Format(time.DateOnly))
		}
		if back, ok := ParseDate(d.String()); !ok || back != d {
			t.Fatalf("%q reads as %v, %t", d.String(), back, ok)
		}
		if next := d.AddDays(1); !d.Before(next) || next.Before(d) || next.AddDays(-1) != d {
			t.Fatalf("%v and %v", d, next)
		}
		d = d.AddDays(1)
	}
}

// TestInstants compares random moments of the years 1900 to 2100 with package
// time.
func TestInstants(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 8))
	from := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).Unix() / 60
	to := time.Date(2101, 1, 1, 0, 0, 0, 0, time.UTC).Unix() / 60
	for range 50_000 {
		minutes := from + r.Int64N(to-from)
		at := time.Unix(minutes*60, 0).In(kst)
		in := KST(Date{at.Year(), int(at.Month()), at.Day()}, at.Hour(), at.Minute())
		if int64(in) != minutes {
			t.Fatalf("%v is %d, want %d", at, in, minutes)
		}
		h, m := in.Clock()
		if d := in.Date(); d.String() != at.Format(time.DateOnly) || h != at.Hour() || m != at.Minute() {
			t.Fatalf("%v: %v %d:%d", at, d, h, m)
		}
		if in.String() != at.Format(time.RFC3339) || in.HHMM() != at.Format("15:04") {
			t.Fatalf("%v: %q %q", at, in.String(), in.HHMM())
		}
		zone := time.FixedZone("", (r.IntN(27*60)-13*60)*60)
		for _, text := range []string{in.String(), at.In(zone).Format(time.RFC3339), at.In(time.UTC).Format(time.RFC3339), at.Add(59 * time.Second).Format(time.RFC3339Nano)} {
			if back, ok := ParseInstant(text); !ok || back != in {
				t.Fatalf("%q reads as %d, %t; want %d", text, back, ok, in)
			}
		}
	}
}

func TestKSTCarries(t *testing.T) {
	d := Date{2026, 8, 15}
	for _, c := range []struct {
		h, m int
		want string
	}{
		{24, 0, "2026-08-16T00:00:00+09:00"}, {25, 30, "2026-08-16T01:30:00+09:00"},
		{13, 60, "2026-08-15T14:00:00+09:00"}, {0, -1, "2026-08-14T23:59:00+09:00"},
	} {
		if got := KST(d, c.h, c.m).String(); got != c.want {
			t.Errorf("%d:%d is %s, want %s", c.h, c.m, got, c.want)
		}
	}
}

func TestUnknown(t *testing.T) {
	var in Instant
	var d Date
	if in.Known() || d.Known() || d.Valid() || in.String() != "" || in.HHMM() != "" || d.String() != "" || in.Date() != d {
		t.Error("the zero values are not unknown")
	}
	if got, ok := ParseInstant(""); got != 0 || !ok {
		t.Error("nothing is not unknown")
	}
}

func TestParseInstantRefuses(t *testing.T) {
	good := "2026-08-15T13:30:00+09:00"
	if at, ok := ParseInstant(good); !ok || at.String() != good {
		t.Fatalf("%q is refused", good)
	}
	for _, s := range []string{
		" ", "x", "2026", "2026-08-15", "2026-08-15T13:30", "2026-08-15T13:30:00", "2026-08-15 13:30:00Z", " " + good, good + " ",
		"2026-02-29T13:30:00Z", "2026-13-01T13:30:00Z", "2026-00-01T13:30:00Z", "2026-08-00T13:30:00Z", "2026-08-32T13:30:00Z",
		"0000-08-15T13:30:00Z", "2026-08-15T24:00:00Z", "2026-08-15T13:60:00Z", "2026-08-15T13:30:61Z",
		"2026-08-15T13:30:00.Z", "2026-08-15T13:30:00.5", "2026-08-15T13:30:00,5Z", "2026-08-15T13:30:00+0900", "2026-08-15T13:30:00+09",
		"2026-08-15T13:30:00+24:00", "2026-08-15T13:30:00+09:60", "2026-08-15T13:30:00 09:00", "+026-08-15T13:30:00Z", "2026-0a-15T13:30:00Z",
		"20260-8-15T13:30:00Z", "2026-08-15T13-30-00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:00-23:59",
	} {
		if at, ok := ParseInstant(s); ok {
			t.Errorf("%q reads as %v", s, at)
		}
	}
	for _, s := range []string{"", "2026-8-15", "2026-08-15T", "2026/08/15", "2025-02-29", "0000-01-01", "-026-08-15", "2026-08-3१"} {
		if d, ok := ParseDate(s); ok {
			t.Errorf("%q reads as %v", s, d)
		}
	}
}

func FuzzParseInstant(f *testing.F) {
	for _, s := range []string{"2026-08-15T13:30:00+09:00", "2026-08-15T04:30:00.123Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:60-23:59", "1970-01-01T00:00:00Z", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, ok := ParseInstant(s)
		if !ok {
			return
		}
		if back, ok := ParseInstant(at.String()); !ok || back != at {
			t.Fatalf("%q reads as %d, which is written %q", s, at, at.String())
		}
		// Whatever is taken, package time takes, and as the same minute; but it knows
		// no leap second and no lower-case letters.
		if want, err := time.Parse(time.RFC3339, s); err == nil && floorDiv(want.Unix(), 60) != int64(at) {
			t.Fatalf("%q reads as %d, want %d", s, at, want.Unix()/60)
		}
	})
}

// TestDaysAfter: midnight is Seoul's.
func TestDaysAfter(t *testing.T) {
	d := Date{2026, 8, 15}
	for _, c := range []struct {
		to, from Instant
		want     int
	}{
		{KST(d, 23, 59), KST(d, 0, 0), 0}, {KST(d, 24, 0), KST(d, 23, 59), 1}, {KST(d, 35, 0), KST(d, 12, 0), 1}, {KST(d, 48, 0), KST(d, 12, 0), 2},
		{KST(d, 9, 0), KST(d, 8, 59), 0}, {KST(d, 12, 0), KST(d, 24, 0), -1}, {0, KST(d, 12, 0), 0}, {KST(d, 12, 0), 0, 0},
	} {
		if got := c.to.DaysAfter(c.from); got != c.want {
			t.Errorf("%v is %d days after %v, want %d", c.to, got, c.from, c.want)
		}
	}
}
