# make help lists the targets. Build output goes to dist/ and out/, scratch to
# build/; git knows none of them.

export HEADLESS

# Settings of the caller's own, such as -mod=mod or GOOS, must not decide what
# is tested.
export GOFLAGS :=

JS := GOOS=js GOARCH=wasm

# Of the sync server's targets.
ADDR ?= 127.0.0.1:8787
DB ?= out/vaults.db
PORT ?= 8787
TARGET ?= sqlite
DURATION ?= 60s

# Node gets the whole environment into 8 KB, so the tests in it get little.
# Of the two kinds of modules, they run in the one with split loops: true, or false.
wasm_exec = env -i 'PATH=$$PATH' 'HOME=$$HOME' '$(CURDIR)/build/wasmrun' -split=$(1) '$$(go env GOROOT)'

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

.PHONY: setup
setup: ## install what is missing
	@go run ./scripts/setup

.PHONY: build
build: ## make dist/ (unpacked extension) and out/byeolpyo-VERSION.zip; SYNC=https://... proposes a sync server; PLAIN=1: programs as Go's linker writes them
	@go run ./scripts/build -sync '$(SYNC)' $(if $(PLAIN),-plain)

.PHONY: run
run: setup build ## the extension in Chromium on the replica site; HEADLESS=1: do the main job, pictures to out/; STATES=pattern: only the pictures of those states
	@go run ./scripts/run $(if $(STATES),-states '$(STATES)')

# Lint has vetted all packages for both kinds of machines; go test would vet each again.
# Three packages at a time on two cores: some wait for servers, workers and browsers.
.PHONY: test
test: ## everything: lint, unit tests natively and in WebAssembly, build, end-to-end
	@go run ./scripts/setup -tests
	@$(MAKE) --no-print-directory lint
	@echo "== build"
	@$(MAKE) --no-print-directory build
	@echo "== unit tests, architecture, zip"
	@$(if $(SYNC)$(PLAIN),,BYEOLPYO_DIST="$(CURDIR)/dist") go test -vet=off -p 3 -timeout=60m $$(go list ./... | grep -v '/scripts/e2e$$')
	@echo "== data races where goroutines meet"
	@$(MAKE) --no-print-directory race-soon
	@echo "== unit tests in WebAssembly: all, those over every programme on a part"
	@go build -o build/wasmrun ./scripts/internal/wasmopt/wasmrun
	@$(JS) go test -vet=off -timeout=60m -short -exec="$(call wasm_exec,true)" ./wasm/... ./api/wire ./api/handler ./api/store
	@echo "== end-to-end in Chromium"
	@BYEOLPYO_DIST="$(CURDIR)/dist" go test -vet=off -count=1 -timeout=60m ./scripts/e2e
	@echo "all tests passed"

# What does not need a network, a process or a signal.
GO_TESTS = bufio bytes cmp compress/... container/... context database/sql encoding/... errors fmt hash/... html/... image/... iter \
	log maps math/... path reflect regexp/... runtime slices sort strconv strings sync/... text/... time unicode/... unique weak

# Those of Go's tests that count allocations which only inlining spares: what is shipped is
# compiled without.
INLINED = ^(TestNewBufferShallow|TestNewIntAllocs|TestMapIterSet|TestAllocationsDecode)$$

.PHONY: wasmrun
wasmrun: ## Go's own tests of its runtime and library, as our WebAssembly of both kinds, once with the flags that are shipped
	@go build -o build/wasmrun ./scripts/internal/wasmopt/wasmrun
	@$(JS) go test -timeout=60m -short -exec="$(call wasm_exec,true)" $(GO_TESTS)
	@env $$(build/wasmrun -flags content env) go test -timeout=60m -short -skip='$(INLINED)' $$(build/wasmrun -flags content) -exec="$(call wasm_exec,false)" $(GO_TESTS)

FUZZTIME = 1m

.PHONY: fuzz
fuzz: ## fuzz everything that reads what others wrote, FUZZTIME=1m each; make test runs the seeds
	@grep -rn --include='*_test.go' '^func Fuzz' api wasm scripts | sed -E 's#^(.*)/[^/]*:[0-9]+:func (Fuzz[A-Za-z0-9]+).*#\1 \2#' | while read -r dir name; do \
		echo "== $$dir $$name"; go test -run='^$$' -fuzz="^$$name\$$" -fuzztime=$(FUZZTIME) "./$$dir" || exit 1; done

.PHONY: lint
lint: ## gofmt and vet, also of what only the browser runs
	@echo "== gofmt and vet"
	@files=$$(gofmt -l api extension scripts wasm); if [ -n "$$files" ]; then echo "not gofmt'd:" $$files; exit 1; fi
	@go vet ./...
	@$(JS) go vet ./wasm/... ./api/... ./scripts/bench/module ./scripts/bench/sealing ./scripts/internal/storagecheck

BASE ?= origin/main

# The packages with tests that have a file, or a file of testdata, which is not as in BASE.
CHANGED = $$({ git diff --name-only $(BASE); git ls-files --others --exclude-standard; } | \
	sed -n -e 's!/testdata/.*!/x!' -e 's!^\(\(api\|scripts\|wasm\)\(/.*\)\{0,1\}\)/[^/]*$$!./\1!p' | sort -u | \
	xargs -r go list -e -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' | grep -v /scripts/e2e)

# Staticcheck's own checks of bugs and of what nobody uses.
CHECKS = SA*,U1000

# Of 2026.1, which knows Go 1.26; run from its own module, so that go.mod stays as it is.
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: quick
quick: lint ## know soon: gofmt, vet, staticcheck, tsc, eslint, and the tests of the packages that differ from BASE (origin/main), end-to-end ones apart
	@echo "== staticcheck"
	@go run $(STATICCHECK) -checks '$(CHECKS)' ./...
	@echo "== types and habits of the scripts"
	@go run ./scripts/types
	@echo "== architecture, and the tests of what changed"
	@go test -short ./scripts/internal/arch ./scripts/internal/constants $(CHANGED)

# The packages in which goroutines meet; the others have none, or one that waits for a process or
# a browser, and those of scripts/chaos are beside a server: all together took 8 minutes. Those
# of RACY_SOON are quick even so, and of the server's programs and stores, whose tests wait
# (7 minutes), there are those in which clients meet: make test runs these in a quarter of a minute.
RACY_SOON = ./api/handler ./wasm/app/worker ./wasm/platform/... ./scripts/internal/badnetwork ./scripts/internal/linear
RACY = $(RACY_SOON) ./api/... ./wasm/sync/syncer ./scripts/internal/conform ./scripts/internal/replica ./scripts/load
RACY_CLIENTS = ^(TestServes|TestStopsGracefully|TestAnswersNotTaken|TestWhatIsKept|TestOneWins|TestTombstone|TestReopen)$$

# Runs a command where there is a C compiler, which the race detector needs, and says where not.
with_cc = if [ -z "$$(command -v $$(go env CC))" ]; then echo "no C compiler here: data races are not looked for"; else $(1); fi

.PHONY: race
race: ## look for data races where goroutines meet; needs a C compiler, and says so
	@$(call with_cc,CGO_ENABLED=1 go test -race -short -timeout=30m $(RACY))

.PHONY: race-soon
race-soon: ## the part of it that make test runs
	@$(call with_cc,CGO_ENABLED=1 go test -race -short -timeout=30m $(RACY_SOON) && CGO_ENABLED=1 go test -race -short -timeout=30m -run='$(RACY_CLIENTS)' ./api ./api/store)

# A version of the data, or latest.
VULNDB ?= latest

.PHONY: vulns
vulns: ## known vulnerabilities in what the programs stand on, by govulncheck; those of Go's own library are printed and do not count; VULNDB=version of its data
	@go run ./scripts/vulns -data '$(VULNDB)'

.PHONY: e2e
e2e: setup build ## end-to-end tests only; RUN=pattern chooses some
	@BYEOLPYO_DIST="$(CURDIR)/dist" go test -count=1 -timeout=60m -v $(if $(RUN),-run '$(RUN)') ./scripts/e2e

.PHONY: hydration
hydration: setup build ## 20 loads of every page of real React, Next, Vue, Nuxt, Svelte and Astro, scripts 0 to 1 s late, with and without the extension; goes on where it was ended, ANEW=1 from the beginning; SITES= KINDS= LOADS=
	@go run ./scripts/hydration $(if $(SITES),-sites '$(SITES)') $(if $(KINDS),-kinds '$(KINDS)') $(if $(LOADS),-loads '$(LOADS)') $(if $(ANEW),-anew)

.PHONY: bench
bench: setup build ## measure, and write out/bench.json and out/bench.md
	@go run ./scripts/bench

.PHONY: figures
figures: ## take the figures of the last make bench into scripts/README.md
	@go run ./scripts/bench -readme

.PHONY: converge
converge: ## play N=1000000 random schedules of sync from SEED on, and say after every 10,000 how far it is
	@go test -count=1 -timeout=12h -run "TestConverge|TestEveryWriteOfEveryAction" -v ./wasm/sync/syncer -schedules $(or $(N),1000000) -seed $(or $(SEED),0) -pairs

.PHONY: serve
serve: ## serve the replica site on loopback
	@go run ./scripts/serve

.PHONY: extract
extract: ## what the extension sees on a saved page: URL=https://... PAGE=file.html, or on a report that the popup copied: PAGE=report.txt; EXPLAIN=1: how a page is read without a profile, and out/infer.html
	@go run ./scripts/extract $(if $(EXPLAIN),-explain) -url '$(URL)' '$(PAGE)'

.PHONY: api-build
api-build: ## make build/api, the sync server for this machine
	@go build -o build/api ./api

.PHONY: api
api: api-build ## run the sync server on this machine: ADDR=127.0.0.1:8787 DB=out/vaults.db METRICS=127.0.0.1:9787
	@mkdir -p '$(dir $(DB))'
	@build/api -addr '$(ADDR)' -db '$(DB)' $(if $(METRICS),-metrics '$(METRICS)')

.PHONY: worker
worker: ## run the sync server as a worker on this machine, offline: PORT=8787
	@go run ./scripts/worker -port '$(PORT)'

.PHONY: deploy
deploy: ## put the sync server on Cloudflare (needs an account; api/README.md says how)
	@go run ./scripts/worker -deploy

.PHONY: chaos
chaos: ## kill the sync server 1,000 times under bad clients and a bad network; TARGET=sqlite|d1|objects|hostile OPS= KILLS=; TARGET=pages fills storage from pages in Chromium
	@go run ./scripts/chaos -target '$(TARGET)' $(if $(OPS),-ops '$(OPS)') $(if $(KILLS),-kills '$(KILLS)')

.PHONY: load
load: ## measure the sync server on loopback; writes out/load.json: DURATION=60s
	@go run ./scripts/load -duration '$(DURATION)'

.PHONY: plateau
plateau: ## whether the sync server's memory comes to an end of growing: 100,000 requests; writes out/plateau.json
	@go run ./scripts/load -target plateau -out out/plateau.json $(if $(REQUESTS),-requests '$(REQUESTS)')

.PHONY: sites
sites: ## how well every year's pages are read, by profile and without; writes out/sites.json; SHARED=../shared: also real pages of other conferences, against scripts/sites/figures.json
	@go run ./scripts/sites $(if $(SHARED),-shared '$(SHARED)')

.PHONY: stars
stars: setup build ## where the stars stand on every page, at 7 widths and 2 zooms, with the extension against without; writes out/stars.md and pictures to out/stars/ (8 minutes)
	@go run ./scripts/stars -pictures

.PHONY: workshop
workshop: setup build ## compare the replica with snapshots of the real sites, look where stars stand on pages of other conferences, and resolve 0.1.0's keys of real pages; these are not part of the project: SHARED=../shared
	@go run ./scripts/workshop -shared '$(SHARED)'
	@go test -count=1 -run '^TestKeysOfTheCorpus$$' ./wasm/internal/versions -shared '$(abspath $(SHARED))'

.PHONY: fonts
fonts: ## make the fonts anew (needs npm and fonttools)
	@go run ./scripts/fonts

.PHONY: icons
icons: ## draw the icons anew
	@go run ./scripts/icons

.PHONY: goldens
goldens: ## draw the golden pictures anew; look at the difference before committing
	@go test ./wasm/picture/layout -update

.PHONY: versions
versions: ## write what this version stores, seals and draws, which later ones have to read; whoever changes it does
	@go test -count=1 -run TestFixturesHaveTodaysShape ./wasm/internal/versions -update

.PHONY: clean
clean: ## remove everything that was built
	@rm -rf dist out build api/node_modules scripts/types/node_modules
