package e2e

import (
	"testing"

	"byeolpyo/scripts/internal/replica"
)

// TestOpenedWhileWriting: a page that is opened while another tab's click is on its way to
// storage has its stars, and the click among them.
func TestOpenedWhileWriting(t *testing.T) {
	b := chromium(t)
	p := open(t, b, list2026)
	clicked := 0
	for _, s := range site.Programme(replica.Edition2026) {
		if s.Kind != replica.KindTalk || s.Start == "" || !s.Linked || clicked == 6 {
			continue
		}
		clicked++
		k := key(s, "ko")
		must(t, p.Wait(button(k)+` !== undefined`))
		click(t, p, k)
		q := open(t, b, list2026)
		must(t, q.Wait(button(k)+`?.getRootNode().host.dataset.state === "star"`))
		q.Close()
		must(t, p.BringToFront())
	}
	if clicked < 6 {
		t.Fatalf("%d clicks", clicked)
	}
}
