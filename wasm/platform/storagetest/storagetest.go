// Package storagetest checks a platform.Storage, the one in memory as well as that of a real
// browser.
package storagetest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/platform"
)

// Check uses an empty storage and returns what it did wrong. wait calls begin and returns
// once done was called and all changes made before have been reported.
func Check(s platform.Storage, wait func(begin func(done func()))) (wrong []string) {
	fail := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	set := func(entries map[string]any) (err error) {
		wait(func(done func()) { s.Set(entries, func(e error) { err = e; done() }) })
		return err
	}
	remove := func(keys ...string) (err error) {
		wait(func(done func()) { s.Remove(keys, func(e error) { err = e; done() }) })
		return err
	}
	get := func(keys ...string) (entries map[string]any) {
		wait(func(done func()) {
			s.Get(keys, func(e map[string]any, err error) {
				if entries = e; err != nil {
					fail("get %q: %v", keys, err)
				}
				done()
			})
		})
		return entries
	}
	keys := func() (list []string) {
		wait(func(done func()) {
			s.Keys(func(k []string, err error) {
				if list = slices.Sorted(slices.Values(k)); err != nil {
					fail("keys: %v", err)
				}
				done()
			})
		})
		return list
	}
	bytes := func(of []string) (used, quota int) {
		wait(func(done func()) {
			s.Bytes(of, func(u, q int, ok bool) {
				if used, quota = u, q; !ok {
					fail("bytes of %q are not told", of)
				}
				done()
			})
		})
		return used, quota
	}
	same := func(what string, got, want any) {
		if g, w := fmt.Sprintf("%#v", got), fmt.Sprintf("%#v", want); g != w {
			fail("%s: %s, want %s", what, g, w)
		}
	}

	same("keys of an empty storage", len(keys()), 0)
	same("an entry of an empty storage", len(get("a")), 0)
	if used, quota := bytes(nil); used != 0 || quota < 1<<20 {
		fail("an empty storage takes %d of %d bytes", used, quota)
	}

	var told, some []string
	s.Watch(nil, func(key string, tree any) { told = append(told, key+" "+jsontree.Text(tree)) })
	s.Watch(func(key string) bool { return key == "b" }, func(key string, tree any) { some = append(some, key+" "+jsontree.Text(tree)) })

	tree := map[string]any{"text": "별표 \"★\" \\ \u0000 😀", "number": 1.5, "large": 1786500000000.0, "list": []any{true, false, nil, "x", []any{}}, "none": map[string]any{}}
	entries := map[string]any{"a": tree, "b": "text", "열쇠/~1": 7.0, "": false}
	if err := set(entries); err != nil {
		fail("set: %v", err)
	}
	same("keys", keys(), []string{"", "a", "b", "열쇠/~1"})
	got := get("a", "b", "열쇠/~1", "", "absent")
	same("how many of those that there are", len(got), 4)
	for key, want := range entries {
		same("entry "+key, sorted(got[key]), sorted(want))
	}
	same("no keys", len(get()), 0)
	wait(func(done func()) {
		s.Text([]string{"a", "b", "absent"}, func(text string, err error) {
			read, ok := jsontree.Parse(text)
			same("as one text", sorted(read), sorted(map[string]any{"a": tree, "b": "text"}))
			if !ok || err != nil {
				fail("as one text: %q, %v", text, err)
			}
			done()
		})
	})
	slices.Sort(told)
	same("how many changes are told of", len(told), 4)
	same("the chosen change", some, []string{`b "text"`})

	// Setting an equal value is no change, and a removal is reported once.
	told, some = nil, nil
	if err := set(map[string]any{"b": "text", "열쇠/~1": 8.0}); err != nil {
		fail("set again: %v", err)
	}
	same("changes of which one is none", told, []string{"열쇠/~1 8"})
	told = nil
	if err := remove("b", "absent"); err != nil {
		fail("remove: %v", err)
	}
	same("removed", told, []string{"b null"})
	same("told of the removal", some, []string{"b null"})
	same("keys after that", keys(), []string{"", "a", "열쇠/~1"})

	// All of it or nothing.
	all, quota := bytes(nil)
	if part, _ := bytes([]string{"a", "absent"}); part <= 0 || part >= all {
		fail("one entry takes %d of %d bytes", part, all)
	}
	if quota < platform.Unbounded {
		told = nil
		err := set(map[string]any{"a": "changed", "large": strings.Repeat("x", quota)})
		if err == nil || !platform.Full(err) {
			fail("a write of %d bytes: %v, want that storage is full", quota, err)
		}
		same("entry after a refused write", sorted(get("a")["a"]), sorted(tree))
		same("keys after a refused write", keys(), []string{"", "a", "열쇠/~1"})
		same("changes of a refused write", len(told), 0)
	}
	if err := remove(keys()...); err != nil || len(keys()) != 0 {
		fail("emptied: %v, %q", err, keys())
	}
	return wrong
}

// sorted writes a tree with its names in order.
func sorted(tree any) string {
	switch v := tree.(type) {
	case map[string]any:
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, name+":"+sorted(v[name]))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case []any:
		var parts []string
		for _, one := range v {
			parts = append(parts, sorted(one))
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	return jsontree.Text(tree)
}
