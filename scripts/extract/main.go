// Command extract prints as JSON what the extension sees on a saved page. It is
// how a report of a page that is read wrongly is reproduced:
//
//	go run ./scripts/extract -url https://2026.pycon.kr/timetable page.html
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
	_ "time/tzdata"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
)

// entry is one session in one slot; what the page does not tell is absent.
type entry struct {
	Key      string   `json:"key"`
	Kind     string   `json:"kind,omitempty"`
	ID       string   `json:"id,omitempty"`
	Title    string   `json:"title"`
	Speakers []string `json:"speakers,omitempty"`
	Rooms    []string `json:"rooms,omitempty"`
	Start    string   `json:"start,omitempty"`
	End      string   `json:"end,omitempty"`
	URL      string   `json:"url,omitempty"`
	Lang     string   `json:"lang,omitempty"`
}

func main() {
	url := flag.String("url", "", "the address of the page")
	generic := flag.Bool("generic", false, "read the page as one that nobody has described")
	zone := flag.String("zone", "Asia/Seoul", "the zone of the browser that saved the page")
	flag.Parse()
	if err := run(os.Stdout, *url, *zone, *generic, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "extract:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, url, zone string, generic bool, files []string) error {
	if url == "" || len(files) != 1 {
		return fmt.Errorf("usage: extract -url URL [-zone ZONE] [-generic] FILE.html")
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return fmt.Errorf("zone: %w", err)
	}
	f, err := os.Open(files[0])
	if err != nil {
		return err
	}
	defer f.Close()
	root, err := htmldom.Parse(f)
	if err != nil {
		return err
	}
	o := site.Options{URL: url, Zone: zoneOf(loc)}
	page, known := site.Read(root, o)
	if generic || !known {
		page = site.Generic(root, o)
	}
	entries := []entry{}
	for _, s := range page.Sessions() {
		_, _, id, _, _ := s.Key.Parts()
		if s.Key.Hashed() {
			id = ""
		}
		entries = append(entries, entry{
			Key: string(s.Key), Kind: string(s.Kind), ID: id, Title: s.Title(page.Lang),
			Speakers: s.Speakers, Rooms: s.Rooms, Start: s.Start.String(), End: s.End.String(),
			URL: s.URL, Lang: s.Lang,
		})
	}
	if len(entries) == 0 {
		return fmt.Errorf("no sessions on this page")
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(entries)
}

// zoneOf answers as a browser in loc does for a local date and time.
func zoneOf(loc *time.Location) func(session.Date, int, int) int {
	return func(d session.Date, hour, minute int) int {
		_, offset := time.Date(d.Year, time.Month(d.Month), d.Day, hour, minute, 0, 0, loc).Zone()
		return offset / 60
	}
}
