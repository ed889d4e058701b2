package main

import (
	"context"
	"strings"
	"testing"
	"time"
	"os"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

func TestZZ(t *testing.T) {
	os.Chdir("../..")
	site, err := replica.Start(replica.Options{})
	if err != nil { t.Fatal(err) }
	b, err := browser.Start(context.Background(), browser.Options{Extension: "dist", Hosts: site.ResolverRules(), Lang: "ko", Timeout: 2*time.Minute, Flags: map[string]any{"hide-scrollbars": true}})
	if err != nil { t.Fatal(err) }
	defer b.Close()
	first = nil
	var some []state
	for _, s := range states { if s.name == "note-in-picture" || s.name == "note-newer" || s.name == "note" { some = append(some, s) } }
	states = some
	if err := saveStates(b, site); err != nil { t.Fatal(err) }
}
