package platform

import (
	"reflect"
	"testing"
)

func TestOpening(t *testing.T) {
	var o Opening
	got := map[string]any{}
	put := func(key string, tree any) { got[key] = tree }

	// A click in another tab and a removal, while the answer is on its way.
	o.Changed("pick/a")
	put("pick/a", "new")
	o.Changed("pick/b")
	put("pick/b", nil)
	if o.Over() {
		t.Error("over before the answer")
	}
	o.End(map[string]any{"pick/a": "old", "pick/b": "old", "pick/c": "old"}, put)
	if want := map[string]any{"pick/a": "new", "pick/b": nil, "pick/c": "old"}; !reflect.DeepEqual(got, want) || !o.Over() {
		t.Errorf("%v, want %v", got, want)
	}

	// What changes later is no business of the opening.
	o.Changed("pick/c")
	o.End(map[string]any{"pick/c": "later"}, put)
	if got["pick/c"] != "later" {
		t.Error("an opening that is over still holds back")
	}

	// Storage that does not answer.
	o = Opening{}
	o.Changed("pick/a")
	o.End(nil, put)
	if !o.Over() {
		t.Error("no answer never ends")
	}
}
