// Package firefox starts Firefox with an unpacked extension and drives it by WebDriver
// BiDi, as package browser does with Chromium. A Browser is one process; a Page is one tab
// of it. Firefox reaches nothing but this machine.
package firefox

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"byeolpyo/scripts/internal/browser"
)

const (
	// defaultTimeout bounds one action.
	defaultTimeout = 30 * time.Second

	// startTimeout bounds the start of the process; on two quiet cores it takes 3 s.
	startTimeout = 90 * time.Second

	// closeTimeout is what Firefox gets to end by itself before it is killed.
	closeTimeout = 10 * time.Second
)

// names are the commands that Firefox goes by, in the order tried.
var names = []string{"firefox-esr", "firefox"}

// ErrNoFirefox says that no Firefox was found.
var ErrNoFirefox = errors.New("Firefox not found: install it (Debian: apt-get install firefox-esr) or set FIREFOX to its path")

// Find returns the path of Firefox: $FIREFOX if set, else the first of the usual names in
// PATH. The error is ErrNoFirefox, possibly wrapped.
func Find() (string, error) {
	if path := os.Getenv("FIREFOX"); path != "" {
		found, err := exec.LookPath(path)
		if err != nil {
			return "", fmt.Errorf("FIREFOX=%s: %v: %w", path, err, ErrNoFirefox)
		}
		return found, nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoFirefox
}

// Options say how Firefox is started.
type Options struct {
	Extension string         // directory of the unpacked extension; "" for none
	Hosts     string         // rules in the form of Chromium's --host-resolver-rules: MAP pattern host:port, ...
	Zone      string         // time zone of the whole process; "" for the machine's
	Lang      string         // language that pages are told; "" for English
	Timeout   time.Duration  // bound of one action; 0 for 30 s
	Profile   string         // profile directory to use and keep; "" for a fresh one, removed at Close
	Prefs     map[string]any // preferences besides
}

// Browser is a running Firefox.
type Browser struct {
	opts    Options
	id      string // of the extension
	profile string
	cmd     *exec.Cmd
	ended   chan struct{} // closed when the process is gone
	session *session
	proxy   *proxy
	chrome  string // the browsing context of Firefox's own window

	closing sync.Once
	closed  error

	mu      sync.Mutex
	home    *Page            // page of the extension for Storage and the like; nil until needed
	pages   map[string]*Page // by browsing context
	known   map[string]string
	changed chan struct{} // closed and renewed when known changes
	saved   chan browser.Download
}

// uuid is the host of the extension's addresses, which Firefox would else make anew for
// every profile.
const uuid = "b4e01f90-0000-4000-8000-000000000001"

// window and viewport of every page, in CSS pixels.
const width, height = 1280, 900

// Start starts Firefox. It ends with Close.
func Start(ctx context.Context, opts Options) (*Browser, error) {
	path, err := Find()
	if err != nil {
		return nil, err
	}
	if opts.Timeout == 0 {
		opts.Timeout = defaultTimeout
	}
	b := &Browser{
		opts: opts, ended: make(chan struct{}), pages: map[string]*Page{}, known: map[string]string{}, changed: make(chan struct{}),
		saved: make(chan browser.Download, queued),
	}
	if err := b.start(ctx, path); err != nil {
		return nil, errors.Join(fmt.Errorf("starting Firefox: %w", err), b.Close())
	}
	return b, nil
}

func (b *Browser) start(ctx context.Context, path string) (err error) {
	if b.opts.Extension != "" {
		if b.opts.Extension, err = filepath.Abs(b.opts.Extension); err != nil {
			return err
		}
		if b.id, err = extensionID(b.opts.Extension); err != nil {
			return err
		}
	}
	hosts, err := parseHosts(b.opts.Hosts)
	if err != nil {
		return err
	}
	if b.proxy, err = serveProxy(hosts); err != nil {
		return err
	}
	if b.profile = b.opts.Profile; b.profile == "" {
		if b.profile, err = os.MkdirTemp("", "byeolpyo-firefox-"); err != nil {
			return err
		}
	}
	if err := b.writePrefs(); err != nil {
		return err
	}
	b.cmd = exec.Command(path, "--headless", "--no-remote", "--profile", b.profile,
		"--remote-debugging-port", "0", "--remote-allow-system-access", fmt.Sprintf("--width=%d", width), fmt.Sprintf("--height=%d", height))
	b.cmd.Env = append(os.Environ(), "MOZ_CRASHREPORTER_DISABLE=1")
	if b.opts.Zone != "" {
		b.cmd.Env = append(b.cmd.Env, "TZ="+b.opts.Zone)
	}
	said, err := b.cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := b.cmd.Start(); err != nil {
		return err
	}
	address := make(chan string, 1)
	go b.watch(said, address)
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	select {
	case url := <-address:
		return b.connect(ctx, url)
	case <-b.ended:
		return errors.New("it ended at once")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// watch tells the address at which Firefox listens, and waits for its end.
func (b *Browser) watch(said io.Reader, address chan<- string) {
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if _, url, ok := strings.Cut(lines.Text(), "WebDriver BiDi listening on "); ok {
			address <- url
		}
	}
	_ = b.cmd.Wait() // how it ended is no matter: what it had to do has an answer of its own
	close(b.ended)
}

// writePrefs writes the preferences into the profile.
func (b *Browser) writePrefs() error {
	lang := b.opts.Lang
	if lang == "" {
		lang = "en-US"
	}
	prefs := map[string]any{
		"intl.accept_languages":       lang,
		"network.proxy.type":          1,
		"network.proxy.ssl":           b.proxy.addr.IP.String(),
		"network.proxy.ssl_port":      b.proxy.addr.Port,
		"network.proxy.http":          b.proxy.addr.IP.String(),
		"network.proxy.http_port":     b.proxy.addr.Port,
		"browser.download.dir":        b.downloads(),
		"browser.download.folderList": 2,
		// What is asked of a person is granted, once there was a real click.
		"extensions.webextOptionalPermissionPrompts":     false,
		"extensions.openPopupWithoutUserGesture.enabled": true,
		"xpinstall.signatures.required":                  false,
		"devtools.jsonview.enabled":                      false,
		"dom.w3c_touch_events.enabled":                   1,
		"dom.ipc.processPrelaunch.enabled":               false,
		"browser.sessionstore.resume_from_crash":         false,
		"datareporting.policy.dataSubmissionEnabled":     false,
		"browser.download.alwaysOpenPanel":               false,
	}
	if b.id != "" {
		ids, err := json.Marshal(map[string]string{b.id: uuid})
		if err != nil {
			return err
		}
		prefs["extensions.webextensions.uuids"] = string(ids)
	}
	for name, value := range b.opts.Prefs {
		prefs[name] = value
	}
	var text strings.Builder
	for name, value := range prefs {
		v, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("preference %s: %w", name, err)
		}
		fmt.Fprintf(&text, "user_pref(%q, %s);\n", name, v)
	}
	return errors.Join(os.MkdirAll(b.downloads(), 0o755), os.WriteFile(filepath.Join(b.profile, "user.js"), []byte(text.String()), 0o644))
}

// downloads is where Firefox saves.
func (b *Browser) downloads() string { return filepath.Join(b.profile, "saved") }

// connect opens the session and installs the extension.
func (b *Browser) connect(ctx context.Context, url string) (err error) {
	if b.session, err = dial(ctx, strings.TrimSuffix(url, "/")+"/session", b.see); err != nil {
		return err
	}
	accept := map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{"acceptInsecureCerts": true}}}
	if err := b.session.call(ctx, "session.new", accept, nil); err != nil {
		return err
	}
	events := []string{"log.entryAdded", "browsingContext.contextCreated", "browsingContext.contextDestroyed",
		"browsingContext.navigationStarted", "browsingContext.navigationCommitted", "browsingContext.downloadEnd"}
	if err := b.session.call(ctx, "session.subscribe", map[string]any{"events": events}, nil); err != nil {
		return err
	}
	var own struct{ Contexts []struct{ Context string } }
	if err := b.session.call(ctx, "browsingContext.getTree", map[string]any{"moz:scope": "chrome"}, &own); err != nil {
		return err
	}
	if len(own.Contexts) == 0 {
		return errors.New("it has no window")
	}
	b.chrome = own.Contexts[0].Context
	if b.id == "" {
		return nil
	}
	install := map[string]any{"extensionData": map[string]any{"type": "path", "path": b.opts.Extension}, "moz:permanent": b.opts.Profile != ""}
	return b.session.call(ctx, "webExtension.install", install, nil)
}

// see keeps what events tell.
func (b *Browser) see(method string, params json.RawMessage) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch method {
	case "browsingContext.contextCreated", "browsingContext.navigationStarted", "browsingContext.navigationCommitted":
		var info struct{ Context, URL string }
		if json.Unmarshal(params, &info) == nil {
			b.known[info.Context] = info.URL
			close(b.changed)
			b.changed = make(chan struct{})
		}
	case "browsingContext.contextDestroyed":
		var info struct{ Context string }
		if json.Unmarshal(params, &info) == nil {
			delete(b.known, info.Context)
		}
	case "browsingContext.downloadEnd":
		b.seeDownload(params)
	case "log.entryAdded":
		b.seeLog(params)
	}
}

// parseHosts reads rules of Chromium's --host-resolver-rules.
func parseHosts(rules string) (map[string]string, error) {
	hosts := map[string]string{}
	if rules == "" {
		return hosts, nil
	}
	for rule := range strings.SplitSeq(rules, ", ") {
		words := strings.Fields(rule)
		if len(words) != 3 || words[0] != "MAP" {
			return nil, fmt.Errorf("rule %q is not MAP pattern host:port", rule)
		}
		hosts[words[1]] = words[2]
	}
	return hosts, nil
}

// Close ends Firefox and waits until it is gone. A fresh profile is removed. Closing twice
// is closing once.
func (b *Browser) Close() error {
	b.closing.Do(func() { b.closed = b.close() })
	return b.closed
}

func (b *Browser) close() (err error) {
	if b.session != nil {
		ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
		// It may be gone before it answers.
		_ = b.session.call(ctx, "browser.close", nil, nil)
		cancel()
	}
	if b.cmd != nil && b.cmd.Process != nil {
		select {
		case <-b.ended:
		case <-time.After(closeTimeout):
			err = b.Kill()
		}
	}
	if b.session != nil {
		_ = b.session.conn.CloseNow() // the other side is gone
	}
	if b.proxy != nil {
		err = errors.Join(err, b.proxy.close())
	}
	if b.opts.Profile == "" && b.profile != "" {
		err = errors.Join(err, os.RemoveAll(b.profile))
	}
	return err
}

// Kill ends Firefox at once, as a power cut would, and waits until it is gone.
func (b *Browser) Kill() error {
	err := b.cmd.Process.Kill()
	<-b.ended
	return err
}

// call sends a command, within the time of one action.
func (b *Browser) call(method string, params, out any) error {
	ctx, cancel := context.WithTimeout(context.Background(), b.opts.Timeout)
	defer cancel()
	return b.session.call(ctx, method, params, out)
}

// Internal evaluates the JavaScript in Firefox's own window, where its services are at hand.
func (b *Browser) Internal(js string, out any) error {
	ctx, cancel := context.WithTimeout(context.Background(), b.opts.Timeout)
	defer cancel()
	return b.evaluate(ctx, b.chrome, js, out)
}

// evaluate evaluates the JavaScript expression in the page of a browsing context, awaits it
// if it is a promise, and decodes the value into out unless that is nil.
func (b *Browser) evaluate(ctx context.Context, in, js string, out any) error {
	// The value travels as one text.
	expression := "(async () => JSON.stringify(await (" + js + ")))()"
	if out == nil {
		expression = "(async () => { await (" + js + "); })()"
	}
	var got struct {
		Type   string
		Result struct{ Value json.RawMessage }
		Thrown struct{ Text string } `json:"exceptionDetails"`
	}
	params := map[string]any{
		"expression": expression, "target": map[string]any{"context": in}, "awaitPromise": true, "userActivation": true,
	}
	if err := b.session.call(ctx, "script.evaluate", params, &got); err != nil {
		return fmt.Errorf("evaluating %s: %w", brief(js), err)
	}
	if got.Type == "exception" {
		return fmt.Errorf("evaluating %s: %s", brief(js), got.Thrown.Text)
	}
	if out == nil || len(got.Result.Value) == 0 {
		return nil
	}
	var text string
	err := json.Unmarshal(got.Result.Value, &text)
	if err == nil {
		err = json.Unmarshal([]byte(text), out)
	}
	if err != nil {
		return fmt.Errorf("evaluating %s: result: %w", brief(js), err)
	}
	return nil
}

// brief shortens a script for an error message.
func brief(js string) string {
	const most = 160
	s := strings.Join(strings.Fields(js), " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}
