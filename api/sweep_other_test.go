//go:build !js

package main

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"byeolpyo/api/wire"
)

// A start with a clock two years ahead removes nothing and says so, in a metric and in the log;
// -sweep-now believes the clock; and the next start knows the day of the last sweep. (B4)
func TestSweepSaysSo(t *testing.T) {
	db := filepath.Join(t.TempDir(), "vaults.db")
	ahead := func() time.Time { return time.Now().AddDate(2, 0, 0) }
	// start runs a server until its first sweep is over.
	start := func(c config) (running, string) {
		c.db, c.metrics = db, "127.0.0.1:0"
		s := serve(t, c)
		for {
			if !strings.Contains(page(t, s.metrics+"/metrics"), "byeolpyo_last_sweep_day 0\n") {
				// The day is set last, and a page is not of one instant: so once more.
				return s, page(t, s.metrics+"/metrics")
			}
		}
	}
	s, metrics := start(config{})
	if !strings.Contains(metrics, "byeolpyo_sweep_refused 0\n") {
		t.Error("the first sweep is refused")
	}
	if resp, _ := ask(t, http.DefaultClient, "PUT", s.url, token(1), "", "hello"); resp.StatusCode != http.StatusCreated {
		t.Fatal(resp.Status)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s, metrics = start(config{now: ahead})
	if !strings.Contains(metrics, "byeolpyo_sweep_refused 1\n") || !strings.Contains(s.log.String(), "no sweep: the clock is in doubt") {
		t.Errorf("two years ahead: %s", s.log)
	}
	if resp, body := ask(t, http.DefaultClient, "GET", s.url, token(1), "", ""); resp.StatusCode != http.StatusOK || body != "hello" {
		t.Errorf("the vault: %s", resp.Status)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s, metrics = start(config{now: ahead, sweepNow: true})
	if !strings.Contains(metrics, "byeolpyo_sweep_refused 0\n") || !strings.Contains(metrics, "byeolpyo_vaults 0\n") {
		t.Error("-sweep-now does not sweep")
	}
	if resp, _ := ask(t, http.DefaultClient, "GET", s.url, token(1), "", ""); resp.StatusCode != http.StatusNotFound {
		t.Errorf("after -sweep-now: %s", resp.Status)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if s, metrics = start(config{}); !strings.Contains(metrics, "byeolpyo_sweep_refused 1\n") {
		t.Error("a clock before the last sweep is believed")
	}
	if resp, err := http.Get(s.url + wire.HealthPath); err != nil || resp.StatusCode != http.StatusOK {
		t.Error(resp, err)
	}
}
