package memory_test

import (
	"slices"
	"testing"

	"byeolpyo/wasm/platform/memory"
	"byeolpyo/wasm/platform/storagetest"
)

// What holds of a browser's storage holds of this one (TestStorageOfTheBrowser has the
// former).
func TestStorage(t *testing.T) {
	clock := memory.NewClock(0)
	storage := memory.NewStorage(clock)
	wrong := storagetest.Check(storage, func(begin func(done func())) {
		called := false
		begin(func() { called = true })
		clock.Run(10)
		if !called {
			t.Fatal("nothing was called back")
		}
	})
	for _, w := range wrong {
		t.Error(w)
	}
}

// A storage that keeps the rules badly is found out.
func TestStorageTold(t *testing.T) {
	clock := memory.NewClock(0)
	storage := memory.NewStorage(clock)
	storage.Quota = 100 << 20 // more than it says below
	wrong := storagetest.Check(lying{storage}, func(begin func(done func())) { begin(func() {}); clock.Run(10) })
	if len(wrong) < 3 {
		t.Errorf("only %q is wrong of a storage that never is full and forgets removals", wrong)
	}
}

type lying struct{ *memory.Storage }

func (l lying) Remove(_ []string, done func(error)) { l.Storage.Remove(nil, done) }
func (l lying) Bytes(keys []string, done func(used, quota int, ok bool)) {
	l.Storage.Bytes(keys, func(used, _ int, ok bool) { done(used, 2<<20, ok) })
}

// Timers run out in the order of their moments, once, and not when they were set anew.
func TestClock(t *testing.T) {
	clock := memory.NewClock(1000)
	var got []int64
	note := func() { got = append(got, clock.Now()) }
	timer := clock.Timer(note)
	timer.Set(50)
	timer.Set(20)
	clock.After(30, note)
	clock.Soon(note)
	clock.WhenIdle(500, note)
	clock.Run(19)
	timer.Set(40)
	clock.Run(100)
	timer.Set(1)
	clock.Run(1)
	if want := []int64{1000, 1001, 1030, 1059, 1120}; !slices.Equal(got, want) || clock.Now() != 1120 {
		t.Errorf("called at %v, want %v; it is %d", got, want, clock.Now())
	}
}
