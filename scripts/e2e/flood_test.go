package e2e

import (
	"context"
	"io"
	"path/filepath"
	"testing"
	"time"

	"byeolpyo/scripts/internal/flood"
)

// A page that renders invented sessions without end, by itself and under twenty hosts in
// turn, costs nobody a star, sync, the popup or a year that comes later. The bounds are a
// tenth here, so that they are met in three renderings; make chaos TARGET=pages plays it
// with those that are shipped.
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
