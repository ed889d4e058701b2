package notebook

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/sync/register"
)

const now = 1_786_000_000_000

func about(key session.Key, text string, at int64) notes.Note {
	n := notes.Note{Session: session.Session{Key: key, Titles: map[string]string{"ko": "가"}, Rooms: []string{"101"}}}
	return n.SetText(text, notes.Pen{Now: at, Writer: notes.Writer(text)})
}

func body(list ...notes.Note) Body {
	b := Body{Notes: map[session.Key]notes.Note{}, Unrecognized: map[string]jsontree.Raw{}, Rest: map[string]jsontree.Raw{}}
	for _, n := range list {
		b.Notes[n.Session.Key] = n
	}
	return b
}

func TestCodec(t *testing.T) {
	b := body(about("2026/s/a", "하나 <&>", now), about("2018/program/3", "둘\n\"", now+1))
	b.Unrecognized["2027/s/z"] = jsontree.Raw(`{"drawing":[1,2],"v":9}`)
	b.Rest["later"] = jsontree.Raw(`{"x":1.0}`)
	data := b.Encode()
	got, err := Decode(data)
	if err != nil || !reflect.DeepEqual(got, b) {
		t.Fatalf("%+v, %v; want %+v", got, err, b)
	}
	if again := got.Encode(); string(again) != string(data) {
		t.Errorf("encoded again: %s", again)
	}
	for what, c := range map[string]struct {
		data string
		want error
	}{
		"nothing": {"", register.ErrBody}, "a newer format": {"\x02{}", register.ErrNewer}, "format 0": {"\x00{}", register.ErrBody},
		"no JSON": {"\x01{", register.ErrBody}, "no notes": {"\x01{}", register.ErrBody}, "notes that are a list": {"\x01{\"notes\":[]}", register.ErrBody},
		"picks": {"\x01" + `{"prev":"","seen":{},"picks":{}}`, register.ErrBody},
	} {
		if _, err := Decode([]byte(c.data)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
	}
}

// A record that is nested deep, or whose key and content name different sessions, affects no
// other.
func TestOneHidesItselfAlone(t *testing.T) {
	deep := strings.Repeat("[", 9000) + strings.Repeat("]", 9000)
	good, _ := json.Marshal(about("2026/s/a", "하나", now).Encode())
	other, _ := json.Marshal(about("2026/s/c", "셋", now).Encode())
	b, err := Decode([]byte("\x01" + `{"notes":{"2026/s/a":` + string(good) + `,"2026/s/b":` + deep + `,"2026/s/d":` + string(other) + `},"odd":` + deep + `}`))
	if err != nil || len(b.Notes) != 1 || len(b.Unrecognized) != 1 || len(b.Rest) != 0 {
		t.Fatalf("%+v, %v", b, err)
	}
	if _, err := Decode(b.Encode()); err != nil {
		t.Error(err)
	}
}

// Whatever two devices know: what fits is within the limit, nothing is left out that was changed
// after something that is put in, and a device that knows more leaves out no less, so that no
// two devices keep pushing each other's notes out of the vault.
func TestFit(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 3))
		all := body()
		for i := range 1 + r.IntN(30) {
			key := session.Key(fmt.Sprintf("2026/s/%d", i))
			all.Notes[key] = about(key, strings.Repeat("글", r.IntN(400)), now+int64(r.IntN(20)))
		}
		size := 500 + r.IntN(12_000)
		fitting, left, ok := all.Fit(size)
		if n := len(fitting.Encode()); !ok || n > size || len(fitting.Notes)+len(left) != len(all.Notes) {
			t.Fatalf("seed %d: %d bytes of %d, %d and %d of %d", seed, n, size, len(fitting.Notes), len(left), len(all.Notes))
		}
		for _, key := range left {
			for in, n := range fitting.Notes {
				if n.Changed() < all.Notes[key].Changed() {
					t.Fatalf("seed %d: %s is left out, and %s, which is older, is not", seed, key, in)
				}
			}
		}
		part := body()
		for key, n := range all.Notes {
			if r.IntN(3) > 0 {
				part.Notes[key] = n
			}
		}
		fewer, _, _ := part.Fit(size)
		for key := range fitting.Notes {
			if _, known := part.Notes[key]; !known {
				continue
			}
			if _, in := fewer.Notes[key]; !in {
				t.Fatalf("seed %d: who knows less leaves %s out", seed, key)
			}
		}
	}
	b := body(about("2026/s/a", "하나", now))
	b.Unrecognized["2027/s/z"] = jsontree.Raw(`"` + strings.Repeat("x", 500) + `"`)
	if _, left, ok := b.Fit(300); ok || !slices.Equal(left, []session.Key{"2026/s/a"}) {
		t.Errorf("what is not understood and does not fit: %v, %v", left, ok)
	}
}

// Equal notes have one digest, whatever is known of the session.
func TestDigest(t *testing.T) {
	a := about("2026/s/a", "하나", now)
	bare := a
	bare.Session = session.Session{Key: a.Session.Key}
	if Digest(a) != Digest(bare) || Digest(a) == Digest(about("2026/s/a", "둘", now)) || len(Digest(a)) != 16 {
		t.Error(Digest(a), Digest(bare))
	}
}
