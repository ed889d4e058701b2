package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"byeolpyo/api/handler"
	"byeolpyo/api/store"
	"byeolpyo/api/wire"
	"byeolpyo/scripts/internal/apiclient"
	"byeolpyo/scripts/internal/native"
	"byeolpyo/scripts/internal/worker"
)

// hostile sends the native server and the worker requests that no client of ours makes:
// broken HTTP, wrong proofs, absurd headers and bodies. None may make a row, a 5xx or a
// panic. Then it starves them: see starve. With long it takes what that takes in real
// time, minutes; without, the parts that wait for time-outs are left out.
func hostile(ctx context.Context, root string, requests int, long bool) error {
	dir, err := os.MkdirTemp("", "byeolpyo-hostile")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var errs []error
	for _, start := range []func(ctx context.Context, root, dir string) (*victim, error){nativeVictim, workerVictim} {
		v, err := start(ctx, root, dir)
		if err != nil {
			return err
		}
		err = errors.Join(v.attack(ctx, requests), v.starve(ctx, long))
		v.stop()
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", v.name, err))
		}
	}
	return errors.Join(append(errs, nativeTroubles(ctx, root, dir, long))...)
}

// victim is a server that is attacked.
type victim struct {
	name, url string
	pid       int
	stop      func()
	// rows returns how many vaults there are, and how many are counted.
	rows func(ctx context.Context) (string, error)
	// silent reports whether a line of the server's log does not come from our code.
	silent func(line string) bool
	said   *lines
	// slowShare is how many slow bodies one address may keep on their way.
	slowShare int
}

func workerVictim(ctx context.Context, root, _ string) (*victim, error) {
	if err := worker.Build(ctx, root); err != nil {
		return nil, err
	}
	said := &lines{}
	w, err := worker.Start(ctx, worker.Options{Root: root, Stderr: said, Vars: map[string]string{"CREATE_BURST": "100000", "CREATES_PER_MINUTE": "100000"}})
	if err != nil {
		return nil, err
	}
	return &victim{
		name: "worker", url: w.URL, pid: w.PID, stop: w.Stop, said: said, slowShare: handler.SlowShare,
		rows: func(ctx context.Context) (string, error) {
			rows, err := w.SQL(ctx, countRows, "")
			return fmt.Sprint(rows), err
		},
		silent: func(line string) bool {
			// Broken HTTP that workerd's own parser answers never reaches a worker.
			return strings.HasPrefix(line, "stack:") || strings.Contains(line, "kj/compat/") || strings.Contains(line, "kj/async-io") ||
				strings.Contains(line, "Incoming CONNECT on a worker not supported")
		},
	}, nil
}

func nativeVictim(ctx context.Context, root, dir string) (*victim, error) {
	program, err := native.Build(ctx, root)
	if err != nil {
		return nil, err
	}
	said := &lines{}
	db := filepath.Join(dir, "victim.db")
	s, err := native.Start(ctx, program, "127.0.0.1:0", db, said, "-create-burst", "100000", "-creates-per-minute", "100000")
	if err != nil {
		return nil, err
	}
	return &victim{
		name: "native", url: s.URL, pid: s.PID, stop: func() { s.Kill() }, said: said, slowShare: handler.SlowShare,
		rows: func(ctx context.Context) (string, error) {
			vaults, err := store.OpenSQLite(ctx, db, 1)
			if err != nil {
				return "", err
			}
			defer vaults.Close()
			var rows, counted int
			err = vaults.DB().QueryRowContext(ctx, countRows).Scan(&rows, &counted)
			return fmt.Sprint([][]int{{rows, counted}}), err
		},
		silent: func(line string) bool { return strings.Contains(line, `"msg":"serving"`) },
	}, nil
}

const countRows = "SELECT (SELECT count(*) FROM vault), (SELECT vaults FROM tally)"

// attack makes the bad requests, beside one honest vault whose token they do not know.
func (v *victim) attack(ctx context.Context, requests int) error {
	honest := apiclient.Token(mathrand.Uint64(), 0)
	web := apiclient.Client(1)
	defer web.CloseIdleConnections()
	made, err := apiclient.Put(ctx, web, v.url, honest, wire.Tag{}, []byte("sealed"))
	if err != nil || made.Status != http.StatusCreated {
		return fmt.Errorf("%d %s %w", made.Status, made.Code, err)
	}
	const hands = 8
	errs := make([]error, hands)
	statuses := make([]map[int]int, hands)
	var wait sync.WaitGroup
	memory := 0
	for part := range 2 {
		for hand := range hands {
			wait.Go(func() {
				if part == 0 {
					statuses[hand] = map[int]int{}
				}
				h := &enemy{url: v.url, web: apiclient.Client(1), random: mathrand.New(mathrand.NewPCG(uint64(hand), uint64(part)))}
				defer h.web.CloseIdleConnections()
				for range requests / hands / 2 {
					if errs[hand] != nil || ctx.Err() != nil {
						return
					}
					var status int
					status, errs[hand] = h.request(ctx, honest.ID())
					statuses[hand][status]++
				}
			})
		}
		wait.Wait()
		if part == 0 {
			memory = resident(v.pid)
		}
	}
	all := map[int]int{}
	for _, m := range statuses {
		for status, n := range m {
			all[status] += n
		}
	}
	after := resident(v.pid)
	fmt.Printf("hostile: %s: %d requests, answers %v (0: hung up on), %d MB half way and %d MB at the end\n", v.name, requests, all, memory, after)
	if after > 2*memory {
		errs = append(errs, fmt.Errorf("grew from %d to %d MB", memory, after))
	}
	got, err := apiclient.Get(ctx, web, v.url, honest, wire.Tag{})
	if err != nil || got.Tag != made.Tag || string(got.Body) != "sealed" {
		errs = append(errs, fmt.Errorf("the honest vault: %d %s %w", got.Status, got.Tag, err))
	}
	rows, err := v.rows(ctx)
	if err != nil || rows != "[[1 1]]" {
		errs = append(errs, fmt.Errorf("rows: %v, want [[1 1]]: %w", rows, err))
	}
	for line := range strings.Lines(v.said.String()) {
		if line = strings.TrimSpace(line); line != "" && !v.silent(line) {
			errs = append(errs, fmt.Errorf("the server says %s", line))
		}
	}
	return errors.Join(errs...)
}

// lines keeps what is written, up to a megabyte.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.b.Len() < 1<<20 {
		l.b.Write(p)
	}
	return len(p), nil
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// resident is the memory of a process in MB.
func resident(pid int) int {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(data), "VmRSS:")
	kb := 0
	_, _ = fmt.Sscan(rest, &kb)
	return kb / 1024
}

// enemy makes one bad request after another, from a seed.
type enemy struct {
	url    string
	web    *http.Client
	random *dice
}

type dice = mathrand.Rand

func pick[T any](r *dice, from ...T) T { return from[r.IntN(len(from))] }

// request returns the status of one bad request, 0 if the server hung up.
func (e *enemy) request(ctx context.Context, honest wire.ID) (int, error) {
	if e.random.IntN(4) == 0 {
		return e.raw()
	}
	mine := apiclient.Token(e.random.Uint64(), 0)
	id := pick(e.random, mine.ID().String(), honest.String(), strings.ToUpper(honest.String()), honest.String()[1:], "", "..", "%2e%2e", "%00", strings.Repeat("a", 3000))
	path := pick(e.random, wire.VaultPath+id, wire.VaultPath+id, wire.VaultPath+id, "/v1/"+id, "/"+id, "//"+id, wire.LimitsPath+id, wire.HealthPath, "/v1/vaults?"+id, "/cdn-cgi/"+id)
	method := pick(e.random, "GET", "GET", "PUT", "PUT", "DELETE", "POST", "HEAD", "OPTIONS", "PATCH", "get", "PROPFIND", "QUERY")
	var body io.Reader
	if method != "GET" && method != "HEAD" && method != "get" {
		data := bytes.Repeat([]byte{byte(e.random.IntN(256))}, pick(e.random, 0, 1, 100, 65535, 65536, 65537, 200_000))
		body = bytes.NewReader(data)
		if e.random.IntN(2) == 0 {
			body = io.MultiReader(body) // chunked
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, e.url+path, body)
	if err != nil {
		return 0, nil // no HTTP client would send it
	}
	r.Header.Set("Authorization", pick(e.random, "", mine.Authorization(), mine.Authorization(), mine.Authorization()+",x", "Bearer", "Bearer "+strings.Repeat("A", 43), "Basic QTpC", strings.Repeat("x", 4000)))
	// Never a good create: If-None-Match: * comes with the wrong type only.
	switch e.random.IntN(4) {
	case 0:
		r.Header.Set("If-None-Match", "*")
		r.Header.Set("Content-Type", pick(e.random, "text/html", "", "application/octet-stream;x", "APPLICATION/OCTET-STREAM"))
	case 1:
		r.Header.Set("If-Match", pick(e.random, `"1-2cf24dba"`, `*`, `W/"1-2cf24dba"`, `"`, `"99999999999999999999-00000000"`, `"1-2cf24dba","2-2cf24dba"`, `"-1-00000000"`, "\u00ff"))
		r.Header.Set("Content-Type", wire.MediaType)
	case 2:
		r.Header.Set("If-Match", `"1-2cf24dba"`)
		r.Header.Set("If-None-Match", pick(e.random, "*", `"1-2cf24dba"`, ",,,"))
		r.Header.Set("Content-Type", wire.MediaType)
	}
	for range e.random.IntN(4) {
		r.Header.Add(pick(e.random, "Origin", "Prefer", "Range", "Content-Encoding", "Accept-Encoding", "X-Forwarded-For", "CF-Connecting-IP", "Cookie", "Expect", "X-"+strings.Repeat("h", e.random.IntN(100))),
			pick(e.random, "", "null", "chrome-extension://a", "https://example.com", "bytes=0-1", "gzip", "return=representation", "100-continue", "::1", strings.Repeat("v", 2000), "a, b, c", "\u00e9"))
	}
	resp, err := e.web.Do(r)
	if err != nil {
		return 0, ctx.Err() // hung up on, or an answer that is no HTTP to a HEAD
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, e.judge(resp, method+" "+path)
}

func (e *enemy) judge(resp *http.Response, what string) error {
	// Methods that workerd does not know, and /cdn-cgi/ of miniflare, reach no worker; nor
	// does a version that is none of HTTP reach our handler.
	if resp.StatusCode >= 500 && resp.StatusCode != http.StatusNotImplemented && resp.StatusCode != http.StatusHTTPVersionNotSupported && !strings.Contains(what, "/cdn-cgi/") {
		return fmt.Errorf("%d to %.200s", resp.StatusCode, what)
	}
	return nil
}

// raw sends bytes that are hardly HTTP.
func (e *enemy) raw() (int, error) {
	conn, err := net.DialTimeout("tcp", strings.TrimPrefix(e.url, "http://"), 5*time.Second)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	path := wire.VaultPath + strings.Repeat("0", 32)
	text := pick(e.random,
		"\x16\x03\x01\x02\x00\x01\x00\x01", "GET", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "\r\n\r\n\r\n",
		"PUT "+path+" HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nhello",
		"PUT "+path+" HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
		"PUT "+path+" HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
		"PUT "+path+" HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
		"PUT "+path+" HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
		"PUT "+path+" HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf",
		"GET "+path+" HTTP/1.1\r\nHost: "+strings.Repeat("h", 5000)+"\r\n\r\n",
		"GET "+path+" HTTP/1.1\r\nHost: x\r\nX: "+strings.Repeat("y", 100_000)+"\r\n\r\n",
		"GET "+path+"\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET "+path+" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \x01\x02\r\n\r\n",
		"GET http://["+path+" HTTP/1.1\r\nHost: x\r\n\r\n",
		"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
		"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
	)
	data := []byte(text)
	if e.random.IntN(3) == 0 && len(data) > 0 {
		data[e.random.IntN(len(data))] ^= byte(1 << e.random.IntN(8))
	}
	_ = conn.SetDeadline(time.Now().Add(300 * time.Millisecond)) // some wait for more for ever
	if _, err := conn.Write(data); err != nil {
		return 0, nil
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, nil
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	// workerd's own parser answers an invalid length with 500, before any worker; if a worker
	// had failed, its log would show it, which hostile checks.
	if string(body) == "Internal Server Error" && len(resp.Header.Values("Date")) == 0 {
		return resp.StatusCode, nil
	}
	return resp.StatusCode, e.judge(resp, strconv.QuoteToASCII(string(data[:min(len(data), 200)])))
}
