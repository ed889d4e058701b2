package syncer

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/sync/register"
	"byeolpyo/wasm/sync/vault"
)

// fill gives every exported field of v, however deep, a value of its own.
func fill(t *testing.T, v reflect.Value, n *int) {
	t.Helper()
	*n++
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(t, v.Field(i), n)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0), n)
		fill(t, v.Index(1), n)
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i), n)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(t, key, n)
		fill(t, value, n)
		v.SetMapIndex(key, value)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString(strings.Repeat("x", *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint8:
		v.SetUint(uint64(*n) % 3) // picks.State has three
	case reflect.Uint16, reflect.Uint32:
		v.SetUint(uint64(*n))
	default:
		t.Fatalf("a %v is stored: fill does not know it", v.Type())
	}
}

// Every stored field is read back as it was written, under the name by which encoding/json would
// find it, since other versions read it so.
func TestStoredWhole(t *testing.T) {
	n := 0
	var state State
	fill(t, reflect.ValueOf(&state).Elem(), &n)
	state.V, state.Trouble = records.SyncVersion, Trouble{}
	state.Body = register.Body{Picks: register.Map{"pick/2026/s/a": {Stamp: register.Stamp{T: 5, C: 6, Dev: 7}, Snapshot: `{"key":"2026/s/a"}`}},
		Unrecognized: map[string]jsontree.Raw{"mood/2026": "[1]"}, Rest: map[string]jsontree.Raw{"theme": `"dark"`}}
	text := state.encode()
	again, ok := LoadState(text)
	if !ok || again.encode() != text {
		t.Errorf("%v\n%s\n%s", ok, text, again.encode())
	}
	again.Body, state.Body = register.Body{}, register.Body{}
	if !reflect.DeepEqual(*again, state) {
		t.Errorf("%+v\n%+v", *again, state)
	}

	var ring Keyring
	fill(t, reflect.ValueOf(&ring).Elem(), &n)
	if back, err := DecodeKeyring(ring.Encode()); err != nil || !reflect.DeepEqual(back, ring) {
		t.Errorf("%v: %+v\n%+v", err, back, ring)
	}
	if back, err := DecodeKeyring((Keyring{}).Encode()); err != nil || !reflect.DeepEqual(back, Keyring{}) {
		t.Errorf("%v: %+v", err, back)
	}
	var trouble Trouble
	fill(t, reflect.ValueOf(&trouble).Elem(), &n)
	if back := DecodeTrouble(trouble.Encode()); back != trouble {
		t.Errorf("%+v\n%+v", back, trouble)
	}
	for _, text := range []string{text, ring.Encode(), trouble.Encode(), (Keyring{}).Encode(), (Trouble{}).Encode()} {
		if !json.Valid([]byte(text)) {
			t.Errorf("it is no JSON: %s", text)
		}
	}
}

// Data in another form is recognised as such, and never read as less than it is.
func TestStoredInAnotherForm(t *testing.T) {
	secret := strings.TrimSuffix(strings.Repeat("7,", vault.SecretBytes), ",")
	for text, want := range map[string]bool{
		`{"server":"x","current":[` + secret + `],"retired":[[` + secret + `]]}`: true,
		`{"current":[` + secret + `,1]}`:                                         false,
		`{"current":[1,2]}`:                                                      false,
		`{"current":[256` + secret[1:] + `]}`:                                    false,
		`{"current":null,"next":null,"retired":null,"later":[{}]}`:               true,
		`{"server":5}`:                     false,
		`{"server":"x","turn":"5"}`:        false,
		`{"turn":1.5}`:                     false,
		`{"retired":{}}`:                   false,
		`{"retired":[{"secret":[1]}]}`:     false,
		`{"retired":[{"sent":1}]}`:         false,
		`[]`:                               false,
		`null`:                             false,
		``:                                 false,
		`{"server":"x"`:                    false,
		`{"retired":[[` + secret + `],5]}`: false,
	} {
		if ring, err := DecodeKeyring(text); (err == nil) != want || err != nil && !reflect.DeepEqual(ring, Keyring{}) {
			t.Errorf("%.60s: %v, %+v", text, err, ring)
		}
	}
	for _, text := range []string{
		`{"v":1,"on":true,"dev":4294967296,"picks":{}}`, `{"v":1,"dirty":[1],"picks":{}}`, `{"v":1,"seen":{"7":{"Day":"x"}},"picks":{}}`,
		`{"v":1,"accounts":{"pick/2026/s/a":{}},"picks":{"picks":{},"prev":"","seen":{}}}`, `{"v":1,"accounts":{"pick/2026/s/a":[1.5]},"picks":{"picks":{},"prev":"","seen":{}}}`,
		`{"v":1,"on":1,"picks":{"picks":{},"prev":"","seen":{}}}`,
	} {
		if _, ok := LoadState(text); ok {
			t.Errorf("%s is taken for a state", text)
		}
	}
}
