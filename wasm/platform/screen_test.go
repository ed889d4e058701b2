package platform_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"byeolpyo/wasm/platform"
	"byeolpyo/wasm/platform/memory"
)

func TestScreen(t *testing.T) {
	clock := memory.NewClock(0)
	rendered := 0
	s := platform.Screen{Clock: clock, Render: func() { rendered++ }}
	expect := func(want int, after string) {
		t.Helper()
		clock.Run(1)
		if rendered != want {
			t.Errorf("rendered %d times after %s, want %d", rendered, after, want)
		}
	}

	s.Changed("pick/a")
	s.Show()
	expect(0, "a change before storage answered")

	s.End(nil, func(string, any) {})
	for range 3 {
		s.Show()
	}
	if rendered != 0 {
		t.Error("rendered within the callback, between changes that come together")
	}
	expect(1, "three changes that came together")

	s.Render = func() {
		rendered++
		if rendered == 2 {
			s.Show() // what rendering has changed is rendered in its turn
		}
	}
	s.Show()
	expect(3, "a change and one that its rendering made")
}

func TestRead(t *testing.T) {
	clock := memory.NewClock(0)
	storage := memory.NewStorage(clock)
	storage.Set(map[string]any{"a": 1.0, "b": 2.0, "c": 3.0}, func(error) {})
	clock.Run(10)

	odd := func(keys []string) (chosen []string) {
		slices.Sort(keys)
		if !slices.Equal(keys, []string{"a", "b", "c"}) {
			t.Errorf("chosen of %v", keys)
		}
		return []string{"a", "c"}
	}
	var got map[string]any
	platform.Read(storage, odd, func(entries map[string]any, err error) { got = entries })
	clock.Run(10)
	if !maps.Equal(got, map[string]any{"a": 1.0, "c": 3.0}) {
		t.Errorf("read %v", got)
	}

	mute := errors.New("storage is mute")
	var told error
	platform.Read(silent{storage, mute}, odd, func(_ map[string]any, err error) { told = err })
	if told != mute {
		t.Errorf("%v, want what Keys said", told)
	}
}

// silent is storage that cannot tell its keys.
type silent struct {
	platform.Storage
	err error
}

func (s silent) Keys(done func([]string, error)) { done(nil, s.err) }
