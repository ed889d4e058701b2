package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"byeolpyo/api/wire"
	"byeolpyo/scripts/internal/apiclient"
	"byeolpyo/scripts/internal/native"
)

// starve holds connections whose bodies do not come, and checks whether honest clients of the
// same address notice; with long, whether a body that takes 28 s is stored beside them.
func (v *victim) starve(ctx context.Context, long bool) error {
	const half = 520
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	slow := make(chan error, 1)
	if long {
		// It begins before the others, so that it is within its address's share.
		begun := make(chan struct{})
		go func() { slow <- v.slowBody(ctx, 28*time.Second, begun) }()
		<-begun
	} else {
		slow <- nil
	}
	address := strings.TrimPrefix(v.url, "http://")
	answers := make(chan int, half)
	for n := range half {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, creating(apiclient.Token(1<<50, n), 60_000)+"x"); err != nil {
			return err
		}
		go func() {
			resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				return // closed at the end
			}
			resp.Body.Close()
			answers <- resp.StatusCode
		}()
	}
	client := apiclient.Client(4)
	defer client.CloseIdleConnections()
	var longest time.Duration
	asked := 0
	honest := func() error {
		token := apiclient.Token(1<<51, asked)
		for _, request := range []func() (int, error){
			func() (int, error) { return status(ctx, client, v.url+wire.HealthPath) },
			func() (int, error) {
				a, err := apiclient.Put(ctx, client, v.url, token, wire.Tag{}, []byte("hello"))
				return a.Status - 1, err // 201
			},
			func() (int, error) {
				a, err := apiclient.Get(ctx, client, v.url, token, wire.Tag{})
				return a.Status, err
			},
		} {
			begin := time.Now()
			if got, err := request(); err != nil || got != http.StatusOK {
				return fmt.Errorf("beside %d half-sent bodies: %d %w", half, got, err)
			}
			longest = max(longest, time.Since(begin))
			asked++
		}
		return nil
	}
	away := 0
	// With a slow body of ours among them one place less is left.
	want := half - v.slowShare
	if long {
		want++
	}
	for away < want && ctx.Err() == nil {
		if err := honest(); err != nil {
			return err
		}
		for range len(answers) {
			if got := <-answers; got != http.StatusServiceUnavailable {
				return fmt.Errorf("a half-sent body is answered with %d", got)
			}
			away++
		}
	}
	if ctx.Err() != nil {
		return fmt.Errorf("%d of %d half-sent bodies were turned away, want %d: %w", away, half, want, ctx.Err())
	}
	fmt.Printf("hostile: %s: beside %d half-sent bodies of their address %d honest requests took %s at most\n", v.name, half, asked, longest.Round(time.Millisecond))
	return errors.Join(honest(), <-slow)
}

// creating is the head of a PUT that makes a vault.
func creating(token wire.Token, length int) string {
	return fmt.Sprintf("PUT %s%s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: %s\r\nIf-None-Match: *\r\nContent-Length: %d\r\n\r\n",
		wire.VaultPath, token.ID(), token.Authorization(), wire.MediaType, length)
}

func status(ctx context.Context, client *http.Client, url string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return 0, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, err
}

// slowBody sends a body spread over a time and wants it stored.
func (v *victim) slowBody(ctx context.Context, over time.Duration, begun chan<- struct{}) error {
	var once sync.Once
	defer once.Do(func() { close(begun) })
	conn, err := net.Dial("tcp", strings.TrimPrefix(v.url, "http://"))
	if err != nil {
		return err
	}
	defer conn.Close()
	token, body := apiclient.Token(1<<52, 0), strings.Repeat("x", 60_000)
	if _, err := io.WriteString(conn, creating(token, len(body))); err != nil {
		return err
	}
	const parts = 50
	tick := time.NewTicker(over / parts)
	defer tick.Stop()
	for n := range parts {
		if n > 0 {
			<-tick.C
		}
		if _, err := io.WriteString(conn, body[n*len(body)/parts:(n+1)*len(body)/parts]); err != nil {
			return fmt.Errorf("a body over %s: %w", over, err)
		}
		once.Do(func() { close(begun) })
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return fmt.Errorf("a body over %s: %w", over, err)
	}
	resp.Body.Close()
	a, err := apiclient.Get(ctx, http.DefaultClient, v.url, token, wire.Tag{})
	if resp.StatusCode != http.StatusCreated || err != nil || string(a.Body) != body {
		return fmt.Errorf("a body over %s: %d, then %d %w", over, resp.StatusCode, a.Status, err)
	}
	fmt.Printf("hostile: %s: a body over %s is stored\n", v.name, over)
	return nil
}

// nativeTroubles are those that only the native server has: its log of writes, its disk,
// its end, its metrics.
func nativeTroubles(ctx context.Context, root, dir string, long bool) error {
	program, err := native.Build(ctx, root)
	if err != nil {
		return err
	}
	writes := 1000
	if long {
		writes = 10_000
	}
	errs := []error{logStaysSmall(ctx, program, dir, writes), fullDisk(ctx, program, dir)}
	if long {
		errs = append(errs, endsInTime(ctx, program, dir))
	}
	return errors.Join(errs...)
}

// maxLog is 4 MB, and the one write that passes them.
const maxLog = 5 << 20

func logStaysSmall(ctx context.Context, program, dir string, writes int) error {
	db := filepath.Join(dir, "log.db")
	s, err := native.Start(ctx, program, "127.0.0.1:0", db, io.Discard, "-create-burst", "100000", "-creates-per-minute", "100000")
	if err != nil {
		return err
	}
	defer s.Kill()
	client := apiclient.Client(1)
	defer client.CloseIdleConnections()
	for n := range writes {
		a, err := apiclient.Put(ctx, client, s.URL, apiclient.Token(1<<53, n), wire.Tag{}, make([]byte, 16<<10+44))
		if err != nil || a.Status != http.StatusCreated {
			return fmt.Errorf("write %d: %d %s %w", n, a.Status, a.Code, err)
		}
	}
	log, err := os.Stat(db + "-wal")
	if err != nil {
		return err
	}
	fmt.Printf("hostile: native: after %d writes and nothing else the log has %.1f MB\n", writes, float64(log.Size())/(1<<20))
	if log.Size() > maxLog {
		return fmt.Errorf("the log has %d bytes after %d writes, want at most %d", log.Size(), writes, maxLog)
	}
	return nil
}

// endsInTime asks the server to end while clients send nothing, half a request, or nothing more:
// it ends with 0.
func endsInTime(ctx context.Context, program, dir string) error {
	s, err := native.Start(ctx, program, "127.0.0.1:0", filepath.Join(dir, "end.db"), io.Discard)
	if err != nil {
		return err
	}
	defer s.Kill()
	for _, text := range []string{"", "GET / HTTP/1.1\r\nHo", creating(apiclient.Token(1, 1), 100), creating(apiclient.Token(1, 2), 100) + "x"} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
		if err != nil {
			return err
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, text); err != nil {
			return err
		}
	}
	if got, err := status(ctx, http.DefaultClient, s.URL+"/%6Detrics"); err != nil || got != http.StatusNotFound {
		return fmt.Errorf("the metrics in public: %d %w", got, err)
	}
	begin := time.Now()
	if err := s.Stop(); err != nil {
		return fmt.Errorf("ending with clients there: %w", err)
	}
	fmt.Printf("hostile: native: ended with 0 in %s, four clients in the middle of something\n", time.Since(begin).Round(time.Second))
	return nil
}

// smallDisk is a disk of 64 MB in a mount namespace that a process holds.
type smallDisk struct {
	dir    string
	holder *exec.Cmd
	stdin  io.Closer
}

func newSmallDisk(ctx context.Context, dir string) (*smallDisk, error) {
	holder := exec.CommandContext(ctx, "sh", "-c", `mount -t tmpfs -o size=64m tmpfs "$0" && head -c 16777216 /dev/zero > "$0/ballast" && echo ready && exec cat`, dir)
	holder.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	holder.Stderr = os.Stderr
	stdin, err := holder.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := holder.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := holder.Start(); err != nil {
		return nil, err
	}
	d := &smallDisk{dir, holder, stdin}
	if line, err := bufio.NewReader(stdout).ReadString('\n'); line != "ready\n" {
		d.close()
		return nil, fmt.Errorf("mounting a small disk: %q %w", line, err)
	}
	return d, nil
}

func (d *smallDisk) close() {
	_ = d.stdin.Close()
	_ = d.holder.Wait()
}

// program writes a program that runs another with the disk.
func (d *smallDisk) program(path, program string) error {
	text := fmt.Sprintf("#!/bin/sh\nexec nsenter -t %d -m -- '%s' \"$@\"\n", d.holder.Process.Pid, program)
	return os.WriteFile(path, []byte(text), 0o700)
}

// fullDisk fills a disk of 64 MB with vaults, kills the server, makes room, and kills it again.
// Every answer in between has to be the one in api/SECURITY.md.
func fullDisk(ctx context.Context, program, dir string) error {
	if _, err := exec.LookPath("nsenter"); err != nil || os.Geteuid() != 0 {
		fmt.Println("hostile: native: no disk of 64 MB without root and nsenter; the tests of package api fill a file instead")
		return nil
	}
	mount := filepath.Join(dir, "disk")
	if err := os.Mkdir(mount, 0o700); err != nil {
		return err
	}
	disk, err := newSmallDisk(ctx, mount)
	if err != nil {
		return err
	}
	defer disk.close()
	onDisk := filepath.Join(dir, "on-disk")
	if err := disk.program(onDisk, program); err != nil {
		return err
	}
	f := &filler{ctx: ctx, client: apiclient.Client(1), versions: map[int]version{}}
	var server *native.Server
	start := func() error {
		if server != nil {
			server.Kill()
			f.client.CloseIdleConnections()
		}
		var err error
		if server, err = native.Start(ctx, onDisk, "127.0.0.1:0", filepath.Join(mount, "vaults.db"), io.Discard, "-create-burst", "100000", "-creates-per-minute", "100000"); err == nil {
			f.url = server.URL
		}
		return err
	}
	defer func() {
		if server != nil {
			server.Kill()
		}
	}()
	if err := start(); err != nil {
		return err
	}
	const small, large = 16<<10 + 44, 60<<10 + 44
	made, err := f.until(small, wire.Closed)
	if err != nil {
		return fmt.Errorf("filling the disk: %w", err)
	}
	grown, err := f.until(large, wire.NoRoom)
	if err != nil {
		return fmt.Errorf("growing the vaults: %w", err)
	}
	fmt.Printf("hostile: native: %d vaults on a disk of 64 MB, of which %d grew until there was no room\n", made, grown)
	for _, when := range []string{"full", "after a kill"} {
		err := errors.Join(f.readAll(), f.expect(made+1, small, wire.Closed), f.expect(made-1, large, wire.NoRoom), f.expect(made-2, small, ""))
		if err != nil {
			return fmt.Errorf("%s: %w", when, err)
		}
		if err := start(); err != nil {
			return fmt.Errorf("%s: %w", when, err)
		}
	}
	if err := os.Remove(fmt.Sprintf("/proc/%d/root%s/ballast", disk.holder.Process.Pid, mount)); err != nil {
		return err
	}
	for n, when := range []string{"with room", "with room, after a kill"} {
		if err := errors.Join(f.readAll(), f.expect(made-1-n, large, ""), f.expect(made+1+n, small, "")); err != nil {
			return fmt.Errorf("%s: %w", when, err)
		}
		if err := start(); err != nil {
			return fmt.Errorf("%s: %w", when, err)
		}
	}
	return f.readAll()
}

// filler writes vaults and remembers what was acknowledged.
type filler struct {
	ctx      context.Context
	client   *http.Client
	url      string
	versions map[int]version
}

type version struct {
	tag  wire.Tag
	hash wire.Hash
}

// put writes a body of a size to vault n and returns the code of what was refused.
func (f *filler) put(n, size int) (wire.ErrorCode, error) {
	body := newBody()
	body = append(body, make([]byte, size)...)[:size]
	a, err := apiclient.Put(f.ctx, f.client, f.url, apiclient.Token(1<<54, n), f.versions[n].tag, body)
	switch {
	case err != nil:
		return "", err
	case a.Status == http.StatusCreated || a.Status == http.StatusOK:
		f.versions[n] = version{a.Tag, wire.HashOf(body)}
		return "", nil
	case a.Status == http.StatusInsufficientStorage && a.RetryAfter > 0:
		return a.Code, nil
	}
	return "", fmt.Errorf("vault %d: %d %s", n, a.Status, a.Code)
}

// until writes to one vault after another until one is refused with the code, and
// returns how many were written.
func (f *filler) until(size int, code wire.ErrorCode) (int, error) {
	const most = 10_000
	for n := range most {
		switch got, err := f.put(n, size); {
		case err != nil:
			return n, err
		case got == code:
			return n, nil
		case got != "":
			return n, fmt.Errorf("vault %d: %s, want %s", n, got, code)
		}
	}
	return most, fmt.Errorf("none of %d was refused", most)
}

func (f *filler) expect(n, size int, want wire.ErrorCode) error {
	got, err := f.put(n, size)
	if err == nil && got != want {
		err = fmt.Errorf("vault %d with %d bytes: %q, want %q", n, size, got, want)
	}
	return err
}

// readAll reads every vault and asks for the health.
func (f *filler) readAll() error {
	if got, err := status(f.ctx, f.client, f.url+wire.HealthPath); err != nil || got != http.StatusOK {
		return fmt.Errorf("health: %d %w", got, err)
	}
	for n, v := range f.versions {
		a, err := apiclient.Get(f.ctx, f.client, f.url, apiclient.Token(1<<54, n), wire.Tag{})
		if err != nil || a.Status != http.StatusOK || a.Tag != v.tag || wire.HashOf(a.Body) != v.hash {
			return fmt.Errorf("reading vault %d: %d %s, want %s: %w", n, a.Status, a.Tag, v.tag, err)
		}
	}
	return nil
}
