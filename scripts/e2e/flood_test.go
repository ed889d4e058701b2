package e2e

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"testing"
	"time"

	"byeolpyo/scripts/internal/flood"
)

// A page that renders invented sessions without end, by itself and under twenty hosts in turn,
// costs neither a star, nor sync, nor the popup, nor a later year anything. The bounds are a
// tenth here, so that three renderings reach them; make chaos TARGET=pages plays it with those
// that are shipped.
func TestPagesWithoutEnd(t *testing.T) {
	const scale = 10
	dir := filepath.Join(t.TempDir(), "dist")
	must(t, flood.Scaled(context.Background(), root, dist, dir, scale))
	figures, err := flood.Plan{
		Root: root, Dist: dir, Scale: scale,
		Every: 4 * time.Second, Links: 800, Renders: 3, Hosts: 20, Each: 1,
		Timeout: 2 * actionTimeout, Log: io.Discard,
	}.Play(context.Background())
	must(t, err)
	t.Log(figures)
}

// A storage that pages filled before there were bounds has room again with the first star, taken
// from those who used most: picks and small editions stay.
func TestFilledBeforeThereWereBounds(t *testing.T) {
	b := chromium(t)
	picked := popupPicks[0]
	must(t, b.Store(map[string]any{
		"pick/" + picked.key():    picked.record(),
		"session/" + picked.key(): picked.knownNow(0),
		"session/2014/s/1":        map[string]any{"v": 1, "key": "2014/s/1", "titles": map[string]any{"ko": "오래전 발표"}},
		"pick/flood-2026/s/r1":    map[string]any{"v": 1, "state": "off", "tapped": 1786000000000, "snapshot": map[string]any{"key": "flood-2026/s/r1", "url": "https://flood.pycon.kr/", "titles": map[string]any{"ko": "뺀 발표"}}},
	}))
	must(t, b.Extension(`(async () => {
		const { local } = chrome.storage;
		const title = "x".repeat(2000);
		const records = {};
		for (let n = 0; n < 4700; n++) records["session/flood-2026/s/r" + n] = {v: 1, key: "flood-2026/s/r" + n, titles: {ko: title}};
		await local.set(records);
		const left = local.QUOTA_BYTES - await local.getBytesInUse();
		await local.set({["session/flood-2026/s/last"]: {v: 1, key: "flood-2026/s/last", titles: {ko: "x".repeat(left - 150)}}});
	})()`, nil))
	p := open(t, b, grid2026)
	waitStars(t, p, wantedDay(day1, "ko"))
	k := key(talk(t, day1, 0), "ko")
	click(t, p, k)
	waitPick(t, b, k, "star")
	waitState(t, p, k, "star")
	waitStored(t, b, fmt.Sprintf(`all[%s] && all["session/2014/s/1"] && all["session/flood-2026/s/r1"] && !all["session/flood-2026/s/r0"] && all[%s]`,
		js("session/"+picked.key()), js("session/"+k)))
	var used int
	must(t, b.Extension(`chrome.storage.local.getBytesInUse()`, &used))
	if used > 8<<20 {
		t.Errorf("%d bytes are in use", used)
	}
}
