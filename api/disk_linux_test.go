package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"byeolpyo/api/handler"
	"byeolpyo/api/store"
	"byeolpyo/api/wire"
)

// smallDisk names the directory of a small disk to the test that runs in a mount
// namespace of its own.
const smallDisk = "BYEOLPYO_SMALL_DISK"

// diskSize is that of the disk, 64 MB; ballast is a file on it that can be removed.
const (
	diskSize = 64 << 20
	ballast  = 16 << 20
)

// A disk of 64 MB runs full: new vaults are refused, and old ones where they would grow; what is
// stored can be read, and changed where it grows no larger. Once there is room everything works
// again, also after a restart. (B1)
func TestSmallDisk(t *testing.T) {
	if dir := os.Getenv(smallDisk); dir != "" {
		// The file system is visible to this process alone: see below.
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", diskSize)); err != nil {
			t.Fatal(err)
		}
		runFull(t, dir, true)
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSmallDisk$", "-test.v")
	cmd.Env = append(os.Environ(), smallDisk+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	out, err := cmd.CombinedOutput()
	if err != nil && os.Geteuid() != 0 && cmd.ProcessState == nil {
		t.Log("no mount namespace without root: SQLite's own limit stands for the disk")
		runFull(t, t.TempDir(), false)
		return
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: TestSmallDisk") {
		t.Errorf("%v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "vaults") {
			t.Log(strings.TrimSpace(line))
		}
	}
}

// The same where no disk can be mounted, by SQLite's own limit.
func TestSmallFile(t *testing.T) { runFull(t, t.TempDir(), false) }

// full is a server with a file that runs full.
type full struct {
	t     *testing.T
	file  string
	disk  bool // else max_page_count is the limit
	tight bool
	vault *store.SQL
	web   *httptest.Server
	known map[int]kept
}

type kept struct {
	tag  string
	body []byte
}

func (f *full) start() {
	f.t.Helper()
	var err error
	if f.vault, err = store.OpenSQLite(f.t.Context(), f.file, 1<<40); err != nil {
		f.t.Fatalf("opening: %v", err)
	}
	f.limit(f.tight)
	h := handler.New(patient{f.vault}, handler.Options{
		Now: time.Now, Rand: rand.Reader, ClientIP: clientIP(""), CreateBurst: 1 << 20, CreatesPerMinute: 1 << 20,
		Log: slog.New(slog.NewTextHandler(f.t.Output(), nil)),
	})
	f.web = httptest.NewServer(h)
}

func (f *full) stop() {
	f.web.Close()
	if err := f.vault.Close(); err != nil {
		f.t.Errorf("closing: %v", err)
	}
}

func (f *full) restart() { f.stop(); f.start() }

// limit gives the file its limit, or makes room.
func (f *full) limit(tight bool) {
	f.tight = tight
	if f.disk {
		if !tight {
			_ = os.Remove(filepath.Join(filepath.Dir(f.file), "ballast"))
		}
		return
	}
	pages := diskSize / 4096
	if tight {
		pages -= ballast / 4096
	}
	if _, err := f.vault.DB().Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
		f.t.Fatal(err)
	}
}

// put writes size bytes over the known version of vault n and returns the status and code.
func (f *full) put(n, size int) (int, wire.ErrorCode) {
	f.t.Helper()
	body := make([]byte, size)
	rand.Read(body)
	resp, answer := ask(f.t, f.web.Client(), "PUT", f.web.URL, token(n), f.known[n].tag, string(body))
	if resp.StatusCode < 300 {
		f.known[n] = kept{resp.Header.Get("ETag"), body}
		return resp.StatusCode, ""
	}
	var e wire.Error
	if err := json.Unmarshal([]byte(answer), &e); err != nil || resp.StatusCode == http.StatusInsufficientStorage && resp.Header.Get("Retry-After") == "" {
		f.t.Errorf("%d %v %q", resp.StatusCode, resp.Header, answer)
	}
	return resp.StatusCode, e.Code
}

func (f *full) delete(n int) int {
	f.t.Helper()
	resp, _ := ask(f.t, f.web.Client(), "DELETE", f.web.URL, token(n), f.known[n].tag, "")
	if resp.StatusCode == http.StatusNoContent {
		delete(f.known, n)
	}
	return resp.StatusCode
}

// readAll reads every vault: each is what was acknowledged last.
func (f *full) readAll(when string) {
	f.t.Helper()
	if resp, err := f.web.Client().Get(f.web.URL + wire.HealthPath); err != nil || resp.StatusCode != http.StatusOK {
		f.t.Errorf("%s: health: %v %v", when, resp, err)
	}
	for n, k := range f.known {
		resp, body := ask(f.t, f.web.Client(), "GET", f.web.URL, token(n), "", "")
		if resp.StatusCode != http.StatusOK || resp.Header.Get("ETag") != k.tag || !bytes.Equal([]byte(body), k.body) {
			f.t.Fatalf("%s: vault %d: %s %s, want %s", when, n, resp.Status, resp.Header.Get("ETag"), k.tag)
		}
	}
}

func runFull(t *testing.T, dir string, disk bool) {
	f := &full{t: t, file: filepath.Join(dir, "vaults.db"), disk: disk, tight: true, known: map[int]kept{}}
	if disk {
		if err := os.WriteFile(filepath.Join(dir, "ballast"), make([]byte, ballast), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f.start()
	defer func() { f.stop() }()
	const small, large = 16<<10 + 44, 60<<10 + 44 // as sealed picks are
	made := 0
	for ; ; made++ {
		status, code := f.put(made, small)
		if status == http.StatusInsufficientStorage && code == wire.Closed {
			break
		}
		if status != http.StatusCreated || made > diskSize/small {
			t.Fatalf("vault %d: %d %s", made, status, code)
		}
	}
	if made < 500 {
		t.Fatalf("only %d vaults fit", made)
	}
	grown, refused := 0, 0
	for n := range made {
		switch status, code := f.put(n, large); {
		case status == http.StatusOK:
			grown++
		case status == http.StatusInsufficientStorage && code == wire.NoRoom:
			refused++
		default:
			t.Fatalf("growing vault %d: %d %s", n, status, code)
		}
		if refused == 50 {
			break
		}
	}
	if grown < 20 || refused < 50 {
		t.Errorf("%d grew and %d were refused", grown, refused)
	}
	t.Logf("%d vaults, of which %d grew until there was no room", made, grown)
	last := made - 1
	whileFull := func(when string) {
		t.Helper()
		f.readAll(when)
		if status, code := f.put(made+1, small); status != http.StatusInsufficientStorage || code != wire.Closed {
			t.Errorf("%s: a new vault: %d %s", when, status, code)
		}
		if status, code := f.put(last, large); status != http.StatusInsufficientStorage || code != wire.NoRoom {
			t.Errorf("%s: one that would grow: %d %s", when, status, code)
		}
		// A write that needs no more room still works; SQLite's own limit may lack the page that
		// it takes before it frees one.
		for n := range 200 {
			if status, code := f.put(made-2-n, small); status != http.StatusOK && (disk || code != wire.NoRoom) {
				t.Fatalf("%s: one of the same size: %d %s", when, status, code)
			}
		}
	}
	whileFull("full")
	f.restart()
	whileFull("after a restart")
	if disk {
		f.fill("filled to the last byte by others")
	}
	// Deleting makes room in the file: the others use it.
	for n := range 3 {
		if status := f.delete(n); status != http.StatusNoContent {
			t.Errorf("deleting: %d", status)
		}
	}
	f.limit(false)
	for _, when := range []string{"with room", "with room, after a restart"} {
		f.readAll(when)
		if status, code := f.put(last, large); status != http.StatusOK {
			t.Errorf("%s: one that grows: %d %s", when, status, code)
		}
		made++
		if status, code := f.put(made, small); status != http.StatusCreated {
			t.Errorf("%s: a new vault: %d %s", when, status, code)
		}
		last--
		f.restart()
	}
	f.readAll("at the end")
	var check string
	if err := f.vault.DB().QueryRow("PRAGMA integrity_check").Scan(&check); err != nil || check != "ok" {
		t.Errorf("integrity: %s %v", check, err)
	}
}

// fill uses up the disk to the last byte: reads still work, also after a restart, and a write is
// done or refused for lack of room.
func (f *full) fill(when string) {
	t := f.t
	t.Helper()
	name := filepath.Join(filepath.Dir(f.file), "filler")
	take := func() {
		out, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		for _, size := range []int{1 << 20, 4096, 1} {
			for piece := make([]byte, size); ; {
				if _, err := out.Write(piece); err != nil {
					break
				}
			}
		}
	}
	take()
	for _, restarted := range []bool{false, true} {
		if restarted {
			f.stop()
			take()
			f.start()
		}
		f.readAll(when)
		for n := range 100 {
			if status, code := f.put(n, large(f, n)); status != http.StatusOK && code != wire.NoRoom {
				t.Fatalf("%s: %d %s", when, status, code)
			}
		}
		if status, code := f.put(1<<20, 100); code != wire.Closed {
			t.Errorf("%s: a new vault: %d %s", when, status, code)
		}
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}

// large is the size that vault n has.
func large(f *full, n int) int { return len(f.known[n].body) }
