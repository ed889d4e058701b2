package syncer

import (
	"fmt"
	"strings"
	"testing"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/sync/register"
	"byeolpyo/wasm/sync/vault"
)

// A vault in which one register is nested deep, and one tells of another session than
// its name: all that is picked, here and there, stays, storage gives back what is written
// into it, and the next run finds the state.
func TestForeignVault(t *testing.T) {
	w := newWorld(t)
	d := w.device()
	w.tap(d, "2026/s/a", picks.Star)
	w.tap(d, "2026/s/b", picks.Must)
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	at := register.Stamp{T: w.now + 1000, Dev: 9}
	text := fmt.Sprintf(`{"prev":"","seen":{},"odd":%s,"picks":{"pick/2026/s/a":[2,%d,0,9,{"key":"2026/s/b"}],"pick/2026/s/c":[1,%d,0,9,{"key":"2026/s/c","x":%s}],"pick/2026/s/d":[1,%d,0,9,null,%s]}}`,
		deep(9_900), at.T, at.T, deep(70), at.T, deep(9_900))
	body, err := w.secret.Keys().Seal([vault.NonceBytes]byte{1}, 1, append([]byte{register.Format}, text...))
	if err != nil {
		t.Fatal(err)
	}
	w.server.version, w.server.body = 1, body
	for range 2 {
		w.sync(d, None)
		w.shows(d, "2026/s/a must", "2026/s/b must", "2026/s/c star", "2026/s/d star")
		b := picks.NewBook()
		for name, tree := range d.entries {
			if name != records.SyncKey && jsontree.Depth(jsontree.Text(tree)) > jsontree.MaxDepth {
				t.Errorf("%s is nested too deep for storage", name)
			}
			b.Put(name, tree)
		}
		if len(b.Picks) != 4 || b.Picks["2026/s/a"].Session.Key != "2026/s/a" || len(b.Problems) != 1 || b.Problems[0].StorageKey != "aside/pick/2026/s/a" {
			t.Errorf("%+v, %+v", b.Picks, b.Problems)
		}
	}
	if dev := d.state().Dev; dev == 0 || w.sync(d, None).Dev != dev {
		t.Error("the state is begun anew")
	}
}
