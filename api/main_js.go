//go:build js && wasm

package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/syumai/workers/cloudflare"

	"byeolpyo/api/bridge"
	"byeolpyo/api/handler"
	"byeolpyo/api/store"
)

// maxInFlight is the limit that worker.mjs applies, for GET /v1/limits.
const maxInFlight = 256

// main takes its settings from the variables in wrangler.jsonc: STORE is d1 or objects;
// MAX_VAULTS, CREATE_BURST, CREATE_EVERY (in seconds) and CREATES_PER_MINUTE replace the
// handler's constants; CLOSED=1 takes no new vaults; SWEEP_NOW=1 believes the clock
// whatever it says.
func main() {
	var vaults store.Store
	most := int64(number("MAX_VAULTS", handler.MaxVaults))
	if cloudflare.Getenv("STORE") == "objects" {
		vaults = store.OpenObjects(bridge.Query)
	} else {
		vaults = store.OpenWorkers(bridge.Query, most)
	}
	h := handler.New(vaults, handler.Options{
		Now: time.Now, Rand: rand.Reader,
		Log:              slog.New(slog.NewJSONHandler(os.Stderr, nil)),
		ClientIP:         func(r *http.Request) string { return r.Header.Get("Cf-Connecting-Ip") },
		CreateBurst:      number("CREATE_BURST", handler.CreateBurst),
		CreateEvery:      time.Duration(number("CREATE_EVERY", int(handler.CreateEvery/time.Second))) * time.Second,
		CreatesPerMinute: number("CREATES_PER_MINUTE", handler.CreatesPerMinute),
		MaxInFlight:      maxInFlight,
		Whole:            true,
		SweepEvery:       24 * time.Hour, // as wrangler.jsonc has it
		MaxVaults:        most,
		Closed:           cloudflare.Getenv("CLOSED") == "1",
	})
	bridge.Serve(brittle(h), func(ctx context.Context) error {
		_, err := h.Sweep(ctx, cloudflare.Getenv("SWEEP_NOW") == "1")
		return err
	})
}

// number reads a setting and returns otherwise for anything but a number above zero.
func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(cloudflare.Getenv(name)); err == nil && n > 0 {
		return n
	}
	return otherwise
}
