package constants

import (
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/app/popup"
	"byeolpyo/wasm/app/syncpage"
	"byeolpyo/wasm/model/protocol"
)

// Every message, every call and every global has a type, and no type is of one that is
// not there.
func TestTypesAreComplete(t *testing.T) {
	typed := map[string]bool{}
	for _, m := range messages {
		typed["Message "+m.name] = true
	}
	for _, g := range globals {
		typed["Global "+g.name] = true
	}
	of := map[string]string{"Page": "Page", "Content": "Content", "Worker": "Worker", "Background": "Background", "Reader": "Read", "Scanner": "Scanner", "Panel": "Panel", "Import": "Import", "Report": "Report", "Board": "Board"}
	for _, c := range contracts {
		for _, p := range c.parts {
			// In several of them, and named for the first.
			shared := slices.Contains([]string{protocol.PanelMessages, protocol.PanelShow, protocol.PanelFail}, p.name)
			if group := of[c.name]; group != "" && !(shared && (group == "Import" || group == "Board")) {
				typed[group+" "+strings.TrimSuffix(p.name, "?")] = true
			}
		}
	}
	// The name of an action, and a message of the port.
	typed["Page "+protocol.PageUndo], typed["Page "+protocol.PageFailed] = true, true
	for _, n := range protocol.All() {
		for _, group := range protocol.Groups {
			if !strings.HasPrefix(n.Const, group) || slices.Contains([]string{"Event", "Popup", "Sync", "Take"}, group) {
				continue
			}
			if name := group + " " + n.Value; !typed[name] {
				t.Errorf("%s has no type", n.Const)
			} else {
				delete(typed, name)
			}
		}
	}
	for name := range typed {
		t.Errorf("%s has a type, and is not in package protocol", name)
	}
}

// fill sets every field of v, each pointer to something and each slice to one element.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	}
}

// The trees that pages get have the members that their types say.
func TestTreesAreOfTheirTypes(t *testing.T) {
	types := Views()
	var look func(what, name string, tree any)
	look = func(what, name string, tree any) {
		name = strings.TrimSuffix(name, " | null")
		if element, is := strings.CutSuffix(name, "[]"); is {
			list, ok := tree.([]any)
			if !ok || len(list) != 1 {
				t.Errorf("%s is %v, want a list of one", what, tree)
				return
			}
			look(what+"[0]", element, list[0])
			return
		}
		parts, is := types[name]
		if !is {
			got := "an object"
			switch tree.(type) {
			case string:
				got = "string"
			case bool:
				got = "boolean"
			case int, int64, float64:
				got = "number"
			}
			if got != "an object" && got != name {
				t.Errorf("%s is a %s, not a %s", what, got, name)
			}
			return
		}
		got, ok := tree.(map[string]any)
		if !ok {
			t.Errorf("%s is %v, want a %s", what, tree, name)
			return
		}
		for _, p := range parts {
			value, there := got[p.name]
			if !there {
				t.Errorf("%s has no %s", what, p.name)
				continue
			}
			look(what+"."+p.name, p.how, value)
		}
		for name := range got {
			if !slices.ContainsFunc(parts, func(p part) bool { return p.name == name }) {
				t.Errorf("%s has a %s, of which its type says nothing", what, name)
			}
		}
	}
	var view popup.View
	var notice popup.Notice
	var sync syncpage.View
	for _, v := range []any{&view, &notice, &sync} {
		fill(reflect.ValueOf(v).Elem())
	}
	look("popup.View", "PopupView", view.Tree())
	look("popup.Notice", "PopupNotice", notice.Tree())
	look("syncpage.View", "SyncView", sync.Tree())
	received := popup.New("ko", nil).ReceivedTree()
	for _, c := range contracts {
		if c.name != "Received" {
			continue
		}
		for _, p := range c.parts {
			if _, there := received[p.name]; !there || len(received) != len(c.parts) {
				t.Errorf("what was received is %v, of which its type says %v", received, c.parts)
			}
		}
	}
	picture := popup.New("ko", nil).View(popup.Moment{}).Picture
	for name := range picture {
		if !strings.Contains(shapes, " "+name+": ") {
			t.Errorf("the picture's choices have a %s, of which Picture says nothing", name)
		}
	}
	if len(types) < 15 || len(picture) < 8 {
		t.Errorf("only %d types and %d choices", len(types), len(picture))
	}
	for _, name := range slices.Sorted(maps.Keys(otherwise)) {
		of, member, _ := strings.Cut(name, ".")
		if !slices.ContainsFunc(types[of], func(p part) bool { return p.name == member }) {
			t.Errorf("there is no %s", path.Base(name))
		}
	}
}
