package popup

import (
	"testing"

	"byeolpyo/wasm/app/messages"
)

func TestRoom(t *testing.T) {
	words := map[string]messages.Words{"en": {"room": "{used} of {quota}", "clearedNone": "none", "clearedOne": "one", "clearedMany": "{n} of them"}}
	m := New("en", words)
	for _, c := range []struct {
		used int
		want string
	}{{0, "0 of 10"}, {52428, "0.1 of 10"}, {52_429, "0.1 of 10"}, {1 << 20, "1 of 10"}, {1_300_000, "1.2 of 10"}, {10 << 20, "10 of 10"}} {
		if got := m.Room(c.used, 10<<20); got != c.want {
			t.Errorf("%d bytes: %q, want %q", c.used, got, c.want)
		}
	}
	for n, want := range map[int]string{0: "none", 1: "one", 312: "312 of them"} {
		if got := m.Cleared(n); got != (Notice{Text: want}) {
			t.Errorf("%d sessions: %+v, want %q", n, got, want)
		}
	}
}
