// Package calendar checks calendar files with programs of other people: two parsers, and a
// calendar server (Radicale) into which a client (tsdav) imports them.
package calendar

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// files are what is installed, and what runs there.
//
//go:embed package.json package-lock.json judge.mjs
var files embed.FS

// Event is an event as it was read.
type Event struct {
	UID         string   `json:"uid"`
	Sequence    int      `json:"sequence"`
	Start       string   `json:"start"` // "2026-08-15T04:30:00Z"
	End         string   `json:"end"`   // "" where there is none
	Title       string   `json:"title"`
	Place       string   `json:"place"`
	Description string   `json:"description"`
	URL         string   `json:"url"`
	Status      string   `json:"status"`
	Busy        bool     `json:"busy"`
	Stamp       string   `json:"stamp"`
	Alarms      []string `json:"alarms"` // "-PT10M"
}

// Judge runs the programs.
type Judge struct{ dir string }

// Install installs them by npm below build/calendar of the project's root, unless they
// are there. Two programs may call it at once.
func Install(ctx context.Context, root string) (Judge, error) {
	dir, err := install(ctx, root)
	if err != nil {
		return Judge{}, fmt.Errorf("calendar: %w", err)
	}
	return Judge{dir}, nil
}

func install(ctx context.Context, root string) (dir string, err error) {
	sum := sha256.New()
	names := []string{"package.json", "package-lock.json", "judge.mjs"}
	data := map[string][]byte{}
	for _, name := range names {
		if data[name], err = files.ReadFile(name); err != nil {
			return "", err
		}
		sum.Write(data[name])
	}
	base, err := filepath.Abs(filepath.Join(root, "build", "calendar"))
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(base, 0o755); err != nil {
		return "", err
	}
	lock, err := os.OpenFile(filepath.Join(base, "lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return "", err
	}
	defer lock.Close() // and with it the lock
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	dir = filepath.Join(base, hex.EncodeToString(sum.Sum(nil)[:8]))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	work := filepath.Join(base, "work")
	if err := os.RemoveAll(work); err != nil {
		return "", err
	}
	if err := os.Mkdir(work, 0o755); err != nil {
		return "", err
	}
	for name, text := range data {
		if err := os.WriteFile(filepath.Join(work, name), text, 0o644); err != nil {
			return "", err
		}
	}
	fmt.Fprintln(os.Stderr, "calendar: installing ical.js, node-ical and tsdav with npm ci into build/calendar (9 MB)")
	npm := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error")
	npm.Dir, npm.Stdout, npm.Stderr = work, os.Stderr, os.Stderr
	if err := npm.Run(); err != nil {
		return "", fmt.Errorf("npm ci: %w", err)
	}
	return dir, os.Rename(work, dir)
}

// Parsers are the parsers from npm that Parse can use: ICAL and node-ical.
var Parsers = []string{"ical", "node-ical"}

// Parse returns the events of a file, as a parser reads them.
func (j Judge) Parse(ctx context.Context, parser, text string) ([]Event, error) {
	return j.run(ctx, text, parser)
}

// Import imports a file into the calendar of that name on the server, as a calendar on
// one device does, and returns what is in it then.
func (j Judge) Import(ctx context.Context, server, name, text string) ([]Event, error) {
	return j.run(ctx, text, "import", server, name)
}

func (j Judge) run(ctx context.Context, text string, args ...string) ([]Event, error) {
	cmd := exec.CommandContext(ctx, "node", append([]string{"judge.mjs"}, args...)...)
	cmd.Dir, cmd.Stdin = j.dir, strings.NewReader(text)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("calendar: %s: %w\n%s", args[0], err, &said)
	}
	var events []Event
	if err := json.Unmarshal(out.Bytes(), &events); err != nil {
		return nil, fmt.Errorf("calendar: %s: %w: %s", args[0], err, &out)
	}
	return events, nil
}

// ErrNoServer says that there is no Radicale on this machine.
var ErrNoServer = errors.New("calendar: no radicale here (Debian: apt-get install radicale)")

// Find tells whether Radicale is installed: the error is nil or ErrNoServer.
func Find() error {
	if _, err := exec.LookPath("radicale"); err != nil {
		return ErrNoServer
	}
	return nil
}

// Server is a calendar server on this machine.
type Server struct {
	URL  string
	cmd  *exec.Cmd
	done chan error
	said *bytes.Buffer
}

// Start starts Radicale, which keeps its calendars in dir. Anybody may do anything there.
func Start(ctx context.Context, dir string) (*Server, error) {
	if err := Find(); err != nil {
		return nil, err
	}
	port, err := free()
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	s := &Server{URL: "http://" + port + "/", done: make(chan error, 1), said: new(bytes.Buffer)}
	s.cmd = exec.CommandContext(ctx, "radicale", "--config", "", "--server-hosts", port, "--storage-filesystem-folder", dir, "--auth-type", "none", "--rights-type", "owner_only")
	s.cmd.Stdout, s.cmd.Stderr = s.said, s.said
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	go func() { s.done <- s.cmd.Wait() }()
	client := http.Client{Timeout: time.Second}
	for range 200 { // 20 s
		if answer, err := client.Get(s.URL + ".web/"); err == nil {
			answer.Body.Close()
			return s, nil
		}
		select {
		case err := <-s.done:
			return nil, fmt.Errorf("calendar: radicale ended: %w\n%s", err, s.said)
		case <-time.After(100 * time.Millisecond):
		}
	}
	s.Stop()
	return nil, fmt.Errorf("calendar: radicale does not answer\n%s", s.said)
}

// Stop ends it.
func (s *Server) Stop() {
	s.cmd.Process.Kill()
	<-s.done
}

// free is an address on this machine that nobody listens at.
func free() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
