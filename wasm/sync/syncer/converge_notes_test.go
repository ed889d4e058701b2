package syncer

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/session"
)

// write writes on device i after a pause: the note on a session, or one of two questions. What
// stood there and was seen is overwritten.
func (s *schedule) write(i int, pause int64) {
	d := s.devices[i]
	if d.old { // 0.1.0 has no notes
		return
	}
	s.now += pause
	key := session.Key(names[s.IntN(s.keys)])
	place, question := string(key), ""
	if s.IntN(3) == 0 {
		question = []string{"q1", "q2"}[s.IntN(2)]
		place += " " + question
	}
	s.wrote++
	text := strconv.Itoa(s.wrote)
	if s.texts[place] == nil {
		s.texts[place] = map[string]bool{}
	}
	for _, seen := range d.reads()[place] {
		delete(s.texts[place], seen)
	}
	if s.IntN(6) == 0 {
		text = "" // it is taken out
	} else {
		s.texts[place][text] = true
	}
	s.tell("   device %d writes %q at %s", i, text, place)
	d.write(key, func(n notes.Note, by notes.Pen) notes.Note {
		if question == "" {
			return n.SetText(text, by)
		}
		n, _ = n.SetQuestion(question, text, s.IntN(2) == 0, by)
		return n
	})
}

// said is whether all devices that know of notes say the same of them: every text that
// nobody has seen and written over, and no other. Where a device or a server was put back,
// or a backup brought back what was taken out, only that it is the same.
func (s *schedule) said() error {
	var first map[string][]string
	for i, d := range s.devices {
		if d.old {
			continue
		}
		reads := d.reads()
		if first == nil {
			first = reads
		}
		if !reflect.DeepEqual(reads, first) {
			if s.had.restore && d.state().Notebook.Reason == Gone {
				continue // a server that was put back has the one vault again, and not the other: which is told
			}
			return fmt.Errorf("device %d says %v, another %v", i, reads, first)
		}
	}
	if first == nil || s.had.restore || s.life != nil && s.life.played[importing] > 0 {
		return nil
	}
	for place, texts := range s.texts {
		if want := slices.Sorted(maps.Keys(texts)); !slices.Equal(first[place], want) {
			return fmt.Errorf("at %s %q is said, and nobody has written over %q", place, first[place], want)
		}
	}
	return s.leftBehind()
}

// leftBehind is whether a vault of notes was left of which the vault of picks is gone.
// Nobody knows of one whose device was turned off before that, was put back, or is one of
// 0.1.0; one that a device has still to delete is in its keyring.
func (s *schedule) leftBehind() error {
	l := s.life
	if l == nil || !l.calm || l.played[turningOff] > 0 || s.had.clone {
		return nil
	}
	for _, c := range l.codes {
		if !s.cloud.vault(c.server, c.secret).gone {
			continue
		}
		if v := s.cloud.at(c.server, c.secret.NoteKeys().ID); v.version > 0 && !v.gone && !slices.ContainsFunc(s.devices, func(d *device) bool {
			return slices.ContainsFunc(d.ring.Departed, func(e Departed) bool { return e.Secret == c.secret })
		}) {
			return fmt.Errorf("the vault of notes of %s is left", c.secret.Keys().ID.String()[:4])
		}
	}
	return nil
}

// unmade is whether the vaults of notes were made without a note.
func (s *schedule) unmade() error {
	if s.wrote > 0 || s.life == nil {
		return nil
	}
	for _, c := range s.life.codes {
		if v := s.cloud.at(c.server, c.secret.NoteKeys().ID); v.version > 0 || v.gone {
			return errors.New("a vault of notes was made without a note")
		}
	}
	return nil
}
