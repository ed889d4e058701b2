package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/fixture"
)

// TestCompare: what the replica invented, what it lacks, how many there are of it, a reason
// and one that is not needed any more.
func TestCompare(t *testing.T) {
	t.Chdir("../..")
	page, err := os.ReadFile(filepath.Join(fixture.Dir, "2020", "list-ko.html"))
	if err != nil {
		t.Fatal(err)
	}
	bio := reason{"2020-list", "Title", "div.bio", "a test"}
	for _, c := range []struct {
		name, from, to string
		reasons        []reason
		want           string // a part of the only finding; "": none
	}{
		{name: "the same"},
		{name: "another class", from: `class="bio"`, to: `class="about"`, want: `Title ".bio": invented a>div.body>div.bio`},
		{name: "other nesting", from: `<div class="bio">`, to: `<div class="bio"><div class="bio"></div>`, want: `the replica lacks div.body>div.bio>div.bio`},
		{name: "more of them", from: `<div class="bio">`, to: `<div class="bio"></div><div class="bio">`, want: `div.bio several`},
		{name: "explained", from: `class="bio"`, to: `class="about"`, reasons: []reason{bio}},
		{name: "explained no more", reasons: []reason{bio}, want: `nothing differs any more`},
		{name: "hashed classes", from: `class="bio"`, to: `class="bio css-1x4ii7x probe-cls"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			was := reasons
			reasons = c.reasons
			defer func() { reasons = was }()
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, "pages"), 0o755); err != nil {
				t.Fatal(err)
			}
			text := strings.ReplaceAll(string(page), c.from, c.to)
			if c.from == "" {
				text = string(page)
			} else if text == string(page) {
				t.Fatalf("%q is not in the page", c.from)
			}
			if err := os.WriteFile(filepath.Join(dir, "pages", "2020-list-ko.html"), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			findings, err := compare(&out, dir, "")
			if err != nil {
				t.Fatal(err)
			}
			if (findings > 0) != (c.want != "") || !strings.Contains(out.String(), c.want) {
				t.Errorf("%d findings, want %q:\n%s", findings, c.want, out.String())
			}
		})
	}
}

// TestNoSnapshots: a folder that is missing, empty or without a page that is compared is no
// success.
func TestNoSnapshots(t *testing.T) {
	t.Chdir("../..")
	other := t.TempDir()
	if err := os.Mkdir(filepath.Join(other, "pages"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(other, "pages", "2026-my_timetable_loggedin-ko.html"), []byte("<p>"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", t.TempDir(), filepath.Join(t.TempDir(), "nowhere"), other} {
		var out strings.Builder
		if _, err := compare(&out, dir, ""); err == nil {
			t.Errorf("%q: no error", dir)
		}
	}
}

// TestClasses: names that a person gave stay, those that a tool made go.
func TestClasses(t *testing.T) {
	for attr, want := range map[string]string{
		"MuiStack-root css-irwvew": "MuiStack-root",
		"sc-khLCKb ilrxIX nav-bar": "nav-bar",
		"typo__Heading2-sc-11x1b2h-1 PageTitle__Title-sc-6dxvms-0 iFUxiI iKgTCQ": "typo__Heading2 PageTitle__Title",
		"title":                          "title", // five letters, but nothing styled
		"beginner css-13oluqx e1fl6ezf2": "beginner e1fl6ezf2",
	} {
		if got := strings.Join(classes(attr), " "); got != want {
			t.Errorf("%q: %q, want %q", attr, got, want)
		}
	}
}
