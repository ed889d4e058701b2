package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"byeolpyo/scripts/internal/fixture"
	"byeolpyo/scripts/internal/replica"
	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/read/site"
)

// What is written, from the project's root: the table of sites, between two marks, and
// the years that the front page says it reads.
const (
	tableFile  = "scripts/README.md"
	frontFile  = "README.md"
	readmeMark = "<!-- sites -->"
)

// others are the sites that are no edition of the table: a folder of fixtures, and what the
// table says of its address and of it.
var others = [][3]string{
	{"openspace2026", "openspace.pycon.kr", "2026년의 열린 공간"},
	{replica.EditionUnseen, "아직 없는 사이트", "프로필 없이 읽음"},
	{replica.EditionForeign, "다른 콘퍼런스", "프로필 없이 읽음"},
}

// kindWords are the kinds of pages that have sessions, in the order of the table: the
// kind, or how a page's name begins.
var kindWords = []struct{ kind, name, word string }{
	{string(replica.PageTimetable), "", "시간표"}, {"", "transposed", "가로 시간표"}, {string(replica.PageList), "", "목록"},
	{string(replica.PageDetail), "", "상세"}, {string(replica.PageKeynote), "", "키노트"}, {"", "tutorials", "튜토리얼"}, {"", "sprints", "스프린트"},
}

// sitesTable is the table: a row for every edition and for the other sites, of
// what the table of editions, the profiles and the saved pages say.
func sitesTable(all []editions.Edition, profiles []*site.Profile, pages []fixture.Page) string {
	var b strings.Builder
	b.WriteString("| | 주소 | 방 | 읽는 페이지 | 언어 | 세션의 id | |\n|---|---|---:|---|---|---|---|\n")
	row := func(name, hosts, rooms, notes string) {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", name, hosts, rooms, kindsOf(pages, name), languagesOf(pages, name), idsOf(profiles, name), notes)
	}
	for _, e := range all {
		row(e.ReadBy(), strings.Join(e.Hosts, ", "), fmt.Sprint(e.Rooms), e.Notes)
	}
	for _, o := range others {
		row(o[0], o[1], "", o[2])
	}
	return b.String()
}

// kindsOf are the kinds of saved pages of a profile.
func kindsOf(pages []fixture.Page, profile string) string {
	var words []string
	for _, k := range kindWords {
		if slices.ContainsFunc(pages, func(p fixture.Page) bool {
			return strings.HasPrefix(p.Name, profile+"/"+k.name) && (k.kind == "" || p.Kind == k.kind)
		}) {
			words = append(words, k.word)
		}
	}
	return strings.Join(words, ", ")
}

// languagesOf are the languages of a profile's saved pages.
func languagesOf(pages []fixture.Page, profile string) string {
	var langs []string
	for _, lang := range []string{"ko", "en"} {
		if slices.ContainsFunc(pages, func(p fixture.Page) bool { return p.Edition() == profile && p.Lang == lang }) {
			langs = append(langs, lang)
		}
	}
	return strings.Join(langs, ", ")
}

// idsOf are the addresses in which a profile finds the ids of sessions.
func idsOf(profiles []*site.Profile, name string) string {
	i := slices.IndexFunc(profiles, func(p *site.Profile) bool { return p.Name == name })
	if i < 0 {
		return "추론"
	}
	var forms []string
	for _, l := range profiles[i].Links {
		forms = append(forms, "`/"+strings.NewReplacer("{int}", "12", "{uuid}", "<uuid>", "{code}", "F7MWSF").Replace(l.Path)+"`")
	}
	if forms == nil {
		return "없음"
	}
	return strings.Join(forms, ", ")
}

// spans are where the front page says from which year to which.
var spans = []struct {
	at *regexp.Regexp
	as string
}{
	{regexp.MustCompile(`\d{4}년부터 \d{4}년까지 모든 해`), "%s년부터 %s년까지 모든 해"},
	{regexp.MustCompile(`every year from \d{4} to \d{4}`), "every year from %s to %s"},
}

// withSites is the README of scripts with its table as it is now.
func withSites(readme string, all []editions.Edition, profiles []*site.Profile, pages []fixture.Page) (string, error) {
	parts := strings.Split(readme, readmeMark)
	if len(parts) != 3 {
		return "", fmt.Errorf("%s has %d marks %s, not 2", tableFile, len(parts)-1, readmeMark)
	}
	parts[1] = "\n\n" + sitesTable(all, profiles, pages) + "\n"
	return strings.Join(parts, readmeMark), nil
}

// withYears is the front page with its years as they are now.
func withYears(readme string, all []editions.Edition) (string, error) {
	for _, s := range spans {
		if !s.at.MatchString(readme) {
			return "", fmt.Errorf("%s does not say %q", frontFile, s.as)
		}
		readme = s.at.ReplaceAllLiteralString(readme, fmt.Sprintf(s.as, all[0].Name, all[len(all)-1].Name))
	}
	return readme, nil
}

// writeReadmes writes both below root, of the saved pages in dir.
func writeReadmes(root, dir string) error {
	pages, err := fixture.Load(dir, "*")
	if err != nil {
		return err
	}
	for file, with := range map[string]func(string) (string, error){
		tableFile: func(s string) (string, error) { return withSites(s, editions.Table, site.Profiles, pages) },
		frontFile: func(s string) (string, error) { return withYears(s, editions.Table) },
	} {
		file = filepath.Join(root, file)
		before, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		after, err := with(string(before))
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(after), 0o644); err != nil {
			return err
		}
	}
	return nil
}
