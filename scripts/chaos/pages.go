package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"byeolpyo/scripts/internal/flood"
)

// pages plays for two minutes, and then under twenty hosts in turn, what made storage
// full in 51 s when nothing bounded it.
func pages(ctx context.Context, root string) error {
	build := exec.CommandContext(ctx, "go", "run", "./scripts/build")
	build.Dir, build.Stdout, build.Stderr = root, io.Discard, os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("building the extension: %w", err)
	}
	const every = 4 * time.Second
	figures, err := flood.Plan{
		Root: root, Dist: filepath.Join(root, "dist"), Scale: 1,
		Every: every, Links: 800, Renders: int(2 * time.Minute / every), Hosts: 20, Each: 2,
		Timeout: time.Minute, Log: io.Discard,
	}.Play(ctx)
	fmt.Printf("pages: %s\n", figures)
	return err
}
