package session_test

import (
	"fmt"

	"byeolpyo/wasm/model/session"
)

// A key names a session for ever; a repeated session has one key for each slot.
func ExampleKey() {
	key := session.NewKey("2018", "program", "57")
	fmt.Println(key, key.Slot(2), key.Slot(2).First() == key)

	edition, sequence, id, slot, ok := key.Slot(2).Parts()
	fmt.Println(edition, sequence, id, slot, ok)
	// Output:
	// 2018/program/57 2018/program/57~2 true
	// 2018 program 57 2 true
}

// An instant is a moment. It is shown as clocks in Seoul show it.
func ExampleInstant() {
	start := session.KST(session.Date{Year: 2026, Month: 8, Day: 15}, 23, 30)
	end := start + 45 // minutes
	fmt.Println(start, end.HHMM(), end.DaysAfter(start), session.Instant(0).Known())
	// Output: 2026-08-15T23:30:00+09:00 00:15 1 false
}

// A title that differs in marks and spaces only is the same title.
func ExampleSameTitle() {
	fmt.Println(session.SameTitle("Go, 그리고 Python!", "Go 그리고 PYTHON"), session.SameTitle("Go", "Gone"))
	// Output: true false
}
