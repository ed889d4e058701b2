// Command extract prints as JSON what the extension sees on a saved page, or on one of which
// the popup copied a report (package report), which tells its own address and zone. It is
// how a page that is read wrongly is reproduced:
//
//	go run ./scripts/extract -url https://2026.pycon.kr/timetable page.html
//	go run ./scripts/extract report.txt
//
// A report and, beside it, what should be read off it are a fixture in testdata/reports: the
// latter begins as what is printed here and is put right by hand.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	_ "time/tzdata"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/report"
	"byeolpyo/wasm/read/site"
)

// entry is one session in one slot; what the page does not show is absent.
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

// coloured is the file for a page with its records and roles in colours.
const coloured = "out/infer.html"

func main() {
	url := flag.String("url", "", "the address of the page")
	generic := flag.Bool("generic", false, "read the page as one that nobody has described")
	zone := flag.String("zone", "Asia/Seoul", "the zone of the browser that saved the page")
	explain := flag.Bool("explain", false, "print how the page is read without a profile, and write "+coloured)
	weights := flag.String("weights", "", "read pages that nobody has described with these weights, a file of scripts/learn")
	flag.Parse()
	if err := use(*weights); err != nil {
		fmt.Fprintln(os.Stderr, "extract:", err)
		os.Exit(1)
	}
	if *explain {
		if err := explained(os.Stdout, *url, *zone, flag.Args()); err != nil {
			fmt.Fprintln(os.Stderr, "extract:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(os.Stdout, *url, *zone, *generic, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "extract:", err)
		os.Exit(1)
	}
}

// use reads weights from a file, where one is given.
func use(file string) error {
	if file == "" {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	w, err := infer.ParseWeights(string(text))
	if err == nil {
		infer.Use(w)
	}
	return err
}

// load parses a saved page, or a report.
func load(url, zone string, files []string) (root *dom.Node, o site.Options, err error) {
	text := ""
	if len(files) == 1 && files[0] != "" { // as make has it without PAGE
		data, err := os.ReadFile(files[0])
		if err != nil {
			return nil, o, err
		}
		text = string(data)
		if h, ok := report.Parse(text); ok && url == "" {
			url, zone = h.URL, h.Zone
		}
	}
	if url == "" || len(files) != 1 || files[0] == "" {
		return nil, o, fmt.Errorf("usage: extract [-url URL] [-zone ZONE] [-generic] [-weights FILE] [-explain] FILE.html; only a report needs no URL (make extract URL=... PAGE=FILE.html)")
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return nil, o, fmt.Errorf("zone: %w", err)
	}
	root, err = htmldom.Parse(strings.NewReader(text))
	return root, site.Options{URL: url, Zone: zoneOf(loc)}, err
}

// explained writes how a page is read without a profile.
func explained(w io.Writer, url, zone string, files []string) error {
	root, o, err := load(url, zone, files)
	if err != nil {
		return err
	}
	_, trace := infer.Explain(w, root, o)
	if err := os.MkdirAll(filepath.Dir(coloured), 0o755); err != nil {
		return err
	}
	f, err := os.Create(coloured)
	if err != nil {
		return err
	}
	trace.HTML(f)
	return f.Close()
}

func run(w io.Writer, url, zone string, generic bool, files []string) error {
	root, o, err := load(url, zone, files)
	if err != nil {
		return err
	}
	page, known := site.Read(root, o)
	if !known || generic {
		page = infer.Read(root, o)
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
