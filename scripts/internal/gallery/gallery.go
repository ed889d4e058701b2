// Package gallery makes a picture of every format, theme and mode of a real timetable, and some
// with a friend and with marked changes, for looking at after a change of the layout. The
// drawing code is the extension's.
package gallery

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"byeolpyo/scripts/internal/replica"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/layout"
	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// shape is a format, and of a phone's the aspect, with what it is called in file names.
type shape struct {
	name   string
	format choices.Format
	aspect choices.Aspect
}

// shapes are all formats in all aspects.
func shapes() (all []shape) {
	for f, name := range choices.Formats {
		format := choices.Format(f)
		if !format.Lock() {
			all = append(all, shape{name: name, format: format})
			continue
		}
		for a, aspect := range choices.Aspects {
			all = append(all, shape{name + "-" + strings.ReplaceAll(aspect, ":", "x"), format, choices.Aspect(a)})
		}
	}
	return all
}

// Options are what the pictures show.
type Options struct {
	Fonts     string // the directory of the font files
	Table     timetable.Timetable
	Programme []session.Session
	Now       session.Instant
	Code      *scene.Modules
	All       bool // every sheet, instead of the first and its back
}

// Write makes the pictures in dir, which is emptied before, and returns how many.
func Write(dir string, o Options) (n int, err error) {
	if err := os.RemoveAll(dir); err != nil {
		return 0, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, err
	}
	type job struct {
		name string
		o    layout.Options
	}
	var jobs []job
	for m, mode := range choices.Modes {
		for _, s := range shapes() {
			for t, theme := range choices.Themes {
				name := fmt.Sprintf("%s-%s-%s", s.name, mode, theme)
				jobs = append(jobs, job{name, layout.Options{
					Format: s.format, Aspect: s.aspect, Mode: choices.Mode(m), Theme: choices.Theme(t),
					Back: s.format == choices.A4 && choices.Mode(m) == choices.Agenda && choices.Theme(t) == choices.Paper,
					Now:  o.Now, Programme: o.Programme, Code: o.Code,
				}})
				if s.format == choices.Share {
					marked := jobs[len(jobs)-1]
					marked.name = fmt.Sprintf("%s-%s-marks-%s", s.name, mode, theme)
					marked.o.Friends, marked.o.Was = marks(o)
					jobs = append(jobs, marked)
				}
			}
		}
	}
	var mu sync.Mutex
	var wait sync.WaitGroup
	queue := make(chan job)
	for range runtime.NumCPU() {
		fonts, fontErr := Fonts(o.Fonts)
		if fontErr != nil {
			return 0, fontErr
		}
		wait.Go(func() {
			for j := range queue {
				made, drawErr := write(dir, j.name, o.Table, fonts, j.o, o.All)
				mu.Lock()
				if n += made; drawErr != nil && err == nil {
					err = fmt.Errorf("%s: %w", j.name, drawErr)
				}
				mu.Unlock()
			}
		})
	}
	for _, j := range jobs {
		queue <- j
	}
	close(queue)
	wait.Wait()
	return n, err
}

// marks are a friend who hears every third of the programme but breaks, and an earlier
// picture in which every other pick stood half an hour earlier.
func marks(o Options) ([]layout.Friend, map[session.Key]session.Session) {
	f := friends.Friend{Edition: o.Table.Edition, Name: "지훈"}
	for i, s := range o.Programme {
		if i%3 == 0 && s.Kind != session.Break {
			f.Picks = append(f.Picks, friends.Pick{Key: s.Key, Session: s})
		}
	}
	common := friends.With(o.Table, f, picks.NewBook())
	friend := layout.Friend{Name: f.Name, Picks: f.Keys(), Partings: map[session.Key]string{}, Free: common.Free}
	for _, p := range common.Partings {
		friend.Partings[p.Mine.Key] = p.Theirs.Title(session.Korean)
	}
	was := map[session.Key]session.Session{}
	for _, d := range o.Table.Days {
		for i, it := range d.Items {
			if s := it.Session; i%2 == 0 {
				s.Start -= 30
				s.End -= 30
				was[s.Key] = s
			}
		}
	}
	return []layout.Friend{friend}, was
}

func write(dir, name string, tt timetable.Timetable, fonts *typeset.Fonts, o layout.Options, all bool) (n int, err error) {
	sheets, err := layout.Sheets(tt, fonts, o)
	if err != nil {
		return 0, err
	}
	for i, s := range sheets {
		if !all && i > 0 && !(o.Back && i == 1) {
			break
		}
		data, err := raster.Encode(s.Page, fonts, raster.Output{PerMetre: o.Format.PerMetre()})
		if err != nil {
			return n, err
		}
		file := name
		if i > 0 {
			file += "." + s.ID
		}
		if err := os.WriteFile(filepath.Join(dir, file+".png"), data, 0o644); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Fonts reads the fonts of the extension from their directory.
func Fonts(dir string) (*typeset.Fonts, error) {
	var files [][]byte
	for _, name := range [...]string{"sans-regular.otf", "sans-bold.otf", "hanja.ttf", "kanji.ttf", "hanzi.ttf", "emoji.ttf"} {
		data, err := os.ReadFile(filepath.Join(dir, "byeolpyo-"+name))
		if err != nil {
			return nil, err
		}
		files = append(files, data)
	}
	return typeset.ParseFonts(files[0], files[1], files[2:]...)
}

// Sessions are those of a replica's programme, under the keys that the extension
// gives them on a site with ids.
func Sessions(all []replica.Session) []session.Session {
	var out []session.Session
	for _, s := range all {
		sequence, id, found := strings.Cut(s.ID, "/")
		if !found {
			sequence, id = session.AnySequence, s.ID
		}
		start, _ := session.ParseInstant(s.Start)
		end, _ := session.ParseInstant(s.End)
		t := session.Session{
			Key: session.NewKey(s.Edition, sequence, id), Kind: session.Kind(s.Kind), URL: s.URL, Start: start, End: end, Speakers: s.Speakers,
			Titles: map[string]string{session.Korean: session.Fold(s.Title.Ko), session.English: session.Fold(s.Title.En)},
		}
		t.PageLang = session.Korean
		if s.AllRooms {
			t.Everywhere = len(s.Rooms)
		} else {
			for _, r := range s.Rooms {
				t.Rooms = append(t.Rooms, session.Fold(r.Ko))
				t.Other.Rooms = append(t.Other.Rooms, session.Fold(r.En))
			}
		}
		out = append(out, t)
	}
	return out
}
