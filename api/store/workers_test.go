package store

import (
	"bytes"
	"context"
	"database/sql/driver"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"byeolpyo/api/wire"
)

const today = Day(20_000)

func id(n int) wire.ID { return wire.Token(wire.HashOf(fmt.Append(nil, n))).ID() }

func write(n int, expect wire.Tag, body string) Write {
	return Write{ID: id(n), Expect: expect, Body: []byte(body), Hash: wire.HashOf([]byte(body)), Today: today}
}

// appendValue writes a value as worker.mjs does.
func appendValue(to []byte, v driver.Value) []byte {
	return appendArgs(to, []driver.NamedValue{{Value: v}})
}

func TestAnswers(t *testing.T) {
	const far = int64(1)<<62 + 1 // no number of JavaScript
	data := appendValue(nil, int64(3))
	data = binary.LittleEndian.AppendUint32(data, 2)
	data = appendValue(appendValue(data, "version"), "body")
	for _, v := range []driver.Value{far, base64Text("hello"), int64(-1), nil, "text", []byte{0, 255}} {
		data = appendValue(data, v)
	}
	a, err := parseAnswer(data)
	if err != nil || a.changes != 3 || !slices.Equal(a.columns, []string{"version", "body"}) || len(a.values) != 6 || a.values[0] != far {
		t.Fatalf("%+v %v", a, err)
	}
	for n := range data {
		if cut, err := parseAnswer(data[:n]); err == nil && len(cut.values)%2 != 0 {
			t.Errorf("cut at %d: %+v", n, cut)
		}
	}
	r := &rows{answer: a}
	for n := range 3 {
		to := make([]driver.Value, 2)
		if err := r.Next(to); err != nil {
			t.Errorf("row %d: %v", n, err)
		}
	}
	if err := r.Next(make([]driver.Value, 2)); err == nil {
		t.Error("a fourth row")
	}
}

// The Workers store over a border that is a function: its errors have types.
func TestWorkersErrors(t *testing.T) {
	var say error
	s := OpenWorkers(func(query string, args []byte) ([]byte, error) {
		if strings.HasPrefix(query, "SELECT") {
			return binary.LittleEndian.AppendUint32(appendValue(nil, int64(0)), 0), nil // no rows
		}
		return nil, say
	}, 10)
	for message, want := range map[string]error{
		"D1_ERROR: database or disk is full: SQLITE_FULL":  ErrFull,
		"D1_ERROR: Exceeded maximum DB size":               ErrFull,
		"D1_ERROR: Network connection lost.":               nil,
		"D1_ERROR: UNIQUE constraint failed: SQLITE_OTHER": nil,
	} {
		say = &QueryError{message}
		_, _, err := s.Put(t.Context(), write(1, wire.Tag{}, "x"))
		if want != nil && err != want || want == nil && (err == nil || err == ErrFull || !strings.Contains(err.Error(), message)) {
			t.Errorf("%s: %v", message, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Get(ctx, id(1), wire.Tag{}, today); err == nil {
		t.Error("a cancelled read is done")
	}
}

// What parses is a table; what was written is read again as it was.
func FuzzAnswer(f *testing.F) {
	good := appendValue(nil, int64(1))
	good = binary.LittleEndian.AppendUint32(good, 1)
	good = appendValue(appendValue(good, "body"), base64Text("hello"))
	f.Add(good)
	f.Add([]byte{})
	f.Add([]byte("i\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Add([]byte("i\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00t\xff\xff\xff\x7f"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := parseAnswer(data)
		if err != nil {
			if len(a.columns)+len(a.values) > 0 {
				t.Error("an error and an answer")
			}
			return
		}
		again := appendValue(nil, a.changes)
		again = binary.LittleEndian.AppendUint32(again, uint32(len(a.columns)))
		for _, name := range a.columns {
			again = appendValue(again, name)
		}
		for _, v := range a.values {
			again = appendValue(again, v)
		}
		if data[0] == kindInt && !bytes.Equal(again, data) {
			t.Errorf("%s is written again as %s", hex.EncodeToString(data), hex.EncodeToString(again))
		}
	})
}
