package memory_test

import (
	"testing"

	"byeolpyo/wasm/platform"
	"byeolpyo/wasm/platform/memory"
	"byeolpyo/wasm/platform/noticetest"
)

// What holds of a browser's notices holds of these (TestNoticesOfTheBrowser has the
// former), and what keeps the rules badly is found out.
func TestNotices(t *testing.T) {
	clock := memory.NewClock(0)
	wait := func(begin func(done func())) {
		called := false
		begin(func() { called = true })
		clock.Run(10)
		if !called {
			t.Fatal("nothing was called back")
		}
	}
	n := memory.NewNotices(clock)
	for _, w := range noticetest.Check(n, wait) {
		t.Error(w)
	}
	if len(noticetest.Check(keeping{n}, wait)) < 2 {
		t.Error("notices that are never withdrawn are not found out")
	}
	n.Refused = true
	for _, w := range noticetest.CheckRefused(n, wait) {
		t.Error(w)
	}
	n.Refused = false
	if len(noticetest.CheckRefused(n, wait)) != 2 {
		t.Error("notices that are allowed all the same are not found out")
	}
}

type keeping struct{ *memory.Notices }

func (k keeping) Withdraw(_ string, done func(error)) { k.Show(platform.Notice{ID: "kept"}, done) }
