// Package browser starts Chromium with an unpacked extension and drives it:
// the end-to-end tests, the benchmarks and the run command stand on it. A
// Browser is one process with a fresh profile; a Page is one tab, frame or
// popup of it. Chromium reaches nothing but this machine: names that are not
// mapped to loopback do not resolve.
//
// Waiting is done by watching, inside the page or through the events of the
// DevTools protocol, never by sleeping for a guessed time.
package browser

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

const (
	// defaultTimeout bounds one action. Everything awaited in the tests takes
	// well under 3 s on a quiet machine; 10 times that is a hang.
	defaultTimeout = 30 * time.Second

	// startTimeout bounds the start of the process up to its first tab.
	startTimeout = 60 * time.Second

	// closeTimeout is what Chromium gets to end by itself before it is killed.
	closeTimeout = 10 * time.Second
)

// names are the commands that Chromium goes by, in the order tried.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// ErrNoChromium says that no Chromium was found.
var ErrNoChromium = errors.New("Chromium not found: install it (Debian: apt-get install chromium) or set CHROMIUM to its path")

// Find returns the path of Chromium: $CHROMIUM if set, else the first of the
// usual names in PATH. The error is ErrNoChromium, possibly wrapped.
func Find() (string, error) {
	if path := os.Getenv("CHROMIUM"); path != "" {
		found, err := exec.LookPath(path)
		if err != nil {
			return "", fmt.Errorf("CHROMIUM=%s: %v: %w", path, err, ErrNoChromium)
		}
		return found, nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoChromium
}

// Options say how Chromium is started. The zero value is a headless browser
// without an extension that reaches nothing.
type Options struct {
	Extension string // directory of the unpacked extension; "" for none
	Hosts     string // rules in the form of --host-resolver-rules; names not mapped do not resolve
	Headful   bool   // open a window; needs a display

	Zone string // time zone of the whole process, such as "Asia/Seoul"; "" for the machine's
	Lang string // language of browser and pages, such as "ko" or "en-US"; "" for the machine's

	Width, Height int           // viewport of every page in CSS pixels; 0 for 1280 x 900
	Timeout       time.Duration // bound of one action; 0 for 30 s

	Profile string // profile directory to use and keep; "" for a fresh one, removed at Close

	// OneWindow opens a tab in the first window while no other is open. A window takes 0.6 s of
	// a core to open and close, more than most pages take to load. Further tabs have windows of
	// their own all the same: a covered window gets few frames, and so does the page in which
	// Extension evaluates. It is not for tabs that are opened side by side.
	OneWindow bool

	// Fonts is a directory of fonts that pages may use besides the machine's, so that Korean
	// text is as wide on every machine; "" for none. Byeolpyo Sans of it is also what a page gets
	// that asks for Noto Sans CJK KR, as on a system with Korean fonts.
	Fonts string

	// Flags are added to the command line: true for a bare switch, a string
	// for a value, false to take a switch away.
	Flags map[string]any
}

// Browser is a running Chromium.
type Browser struct {
	opts      Options
	id        string // of the extension
	fonts     string // fontconfig's file that names Options.Fonts; "" for the machine's
	ctx       context.Context
	cancel    context.CancelFunc
	downloads downloads
	root      *Page // the tab Chromium starts with

	closing sync.Once
	closed  error

	mu    sync.Mutex
	home  *Page // page of the extension for Storage and the like; nil until needed
	apart bool  // it has, or had, a window of its own

	tabs atomic.Int64 // how many of Blank's are open
}

// Start starts Chromium. It ends with Close, or when ctx does.
func Start(ctx context.Context, opts Options) (*Browser, error) {
	path, err := Find()
	if err != nil {
		return nil, err
	}
	if opts.Timeout == 0 {
		opts.Timeout = defaultTimeout
	}
	if opts.Width == 0 || opts.Height == 0 {
		opts.Width, opts.Height = 1280, 900
	}
	b := &Browser{opts: opts}
	if opts.Extension != "" {
		if b.opts.Extension, b.id, err = identify(opts.Extension); err != nil {
			return nil, err
		}
	}
	if opts.Fonts != "" {
		if b.fonts, err = fontconfig(opts.Fonts); err != nil {
			return nil, err
		}
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(ctx, b.flags(path)...)
	b.root = &Page{b: b}
	root, stop := chromedp.NewContext(allocator, chromedp.WithListener(b.root.see))
	b.ctx = root
	b.cancel = func() { stop(); stopAllocator() }

	// The first Run ties the process to its context, so that context's deadline cannot bound the
	// start.
	tooLate := time.AfterFunc(startTimeout, stop)
	err = chromedp.Do(root)
	if !tooLate.Stop() {
		err = fmt.Errorf("no tab within %v: %w", startTimeout, err)
	}
	if err == nil {
		err = b.root.start(root, stop)
	}
	if err == nil {
		err = b.downloads.watch(b)
	}
	if err != nil {
		b.cancel()
		b.removeFonts()
		return nil, fmt.Errorf("starting Chromium: %w", err)
	}
	return b, nil
}

// flags is the command line for path and the options.
func (b *Browser) flags(path string) []chromedp.ExecAllocatorOption {
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.IgnoreCertErrors,
		chromedp.WindowSize(b.opts.Width, b.opts.Height),
		chromedp.Flag("disable-extensions", false),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("no-proxy-server", true),
		chromedp.Flag("hide-scrollbars", false),
		// The switch --load-extension is being removed from branded builds. The address bar's
		// popup is a page with a process in every window.
		chromedp.Flag("disable-features", "Translate,DisableLoadExtensionCommandLineSwitch,MediaRouter,OptimizationHints,"+
			"WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"),
		chromedp.Flag("host-resolver-rules", loopbackOnly(b.opts.Hosts)),
	)
	if b.opts.Headful {
		opts = append(opts, chromedp.Flag("headless", false), chromedp.Flag("enable-automation", false))
	} else {
		opts = append(opts, chromedp.Flag("headless", "new"))
	}
	if b.opts.Extension != "" {
		opts = append(opts,
			chromedp.Flag("load-extension", b.opts.Extension),
			chromedp.Flag("disable-extensions-except", b.opts.Extension))
	}
	if b.opts.Profile != "" {
		opts = append(opts, chromedp.UserDataDir(b.opts.Profile))
	}
	if b.opts.Zone != "" {
		opts = append(opts, chromedp.Env("TZ="+b.opts.Zone))
	}
	if b.fonts != "" {
		opts = append(opts, chromedp.Env("FONTCONFIG_FILE="+b.fonts))
	}
	if lang := b.opts.Lang; lang != "" {
		opts = append(opts,
			chromedp.Flag("lang", lang),
			chromedp.Flag("accept-lang", lang),
			// On Linux the browser's own language is the environment's.
			chromedp.Env("LANGUAGE="+strings.ReplaceAll(lang, "-", "_")))
	}
	for name, value := range b.opts.Flags {
		opts = append(opts, chromedp.Flag(name, value))
	}
	return opts
}

// fontconfig writes a configuration that adds a directory to the machine's fonts,
// and returns its path.
func fontconfig(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	var escaped bytes.Buffer
	if err := xml.EscapeText(&escaped, []byte(dir)); err != nil {
		return "", err
	}
	f, err := os.CreateTemp("", "byeolpyo-fonts-*.conf")
	if err != nil {
		return "", err
	}
	_, err = fmt.Fprintf(f, `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
	<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
	<dir>%s</dir>
	<match target="pattern">
		<test name="family"><string>Noto Sans CJK KR</string></test>
		<edit name="family" mode="assign" binding="same"><string>Byeolpyo Sans</string></edit>
	</match>
</fontconfig>
`, escaped.String())
	return f.Name(), errors.Join(err, f.Close())
}

// loopbackOnly adds to the rules that nothing else resolves.
func loopbackOnly(rules string) string {
	const rest = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
	if rules == "" {
		return rest
	}
	return rules + ", " + rest
}

// Close ends Chromium and waits until its processes are gone. A fresh profile
// is removed. Closing twice is closing once.
func (b *Browser) Close() error {
	b.closing.Do(func() { b.closed = b.close() })
	return b.closed
}

func (b *Browser) close() error {
	ctx, cancel := context.WithTimeout(b.ctx, closeTimeout)
	defer cancel()
	// The browser is asked to end first, so that a kept profile is whole.
	err := chromedp.Cancel(ctx)
	b.cancel()
	b.downloads.remove()
	b.removeFonts()
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("closing Chromium: %w", err)
	}
	return nil
}

func (b *Browser) removeFonts() {
	if b.fonts != "" {
		_ = os.Remove(b.fonts) // a few lines in the machine's own directory for such
	}
}

// Done is closed when Chromium has ended, by Close or because its user closed
// the last window.
func (b *Browser) Done() <-chan struct{} { return b.ctx.Done() }

// Root is the tab that Chromium starts with. Closing it is closing Chromium.
func (b *Browser) Root() *Page { return b.root }

// Pages are the tabs and popups that are open, by address.
func (b *Browser) Pages() ([]string, error) {
	ctx, cancel := context.WithTimeout(b.ctx, b.opts.Timeout)
	defer cancel()
	infos, err := chromedp.Targets(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing pages: %w", err)
	}
	var urls []string
	for _, info := range infos {
		if info.Type == "page" {
			urls = append(urls, info.URL)
		}
	}
	return urls, nil
}

// CloseTabs closes the tabs that the extension opened and nobody attached to; Attach would find
// them instead of the one that is about to be opened.
func (b *Browser) CloseTabs() error {
	ctx, cancel := context.WithTimeout(b.ctx, b.opts.Timeout)
	defer cancel()
	for {
		infos, err := chromedp.Targets(ctx)
		if err != nil {
			return fmt.Errorf("closing tabs: %w", err)
		}
		left := false
		for _, info := range infos {
			if info.Type != "page" || info.Attached || !strings.HasPrefix(info.URL, b.ExtensionURL("")) {
				continue
			}
			left = true
			if err := b.closeTarget(info.TargetID); err != nil {
				return fmt.Errorf("closing %s: %w", info.URL, err)
			}
		}
		if !left {
			return nil
		}
	}
}

// closeTarget closes a page or worker, which may have closed by itself.
func (b *Browser) closeTarget(id target.ID) error {
	err := b.call(func(ctx context.Context, s cdp.Session) error {
		_, err := cdp.Call(ctx, s, target.CloseTarget, target.CloseTargetParams{TargetID: id})
		return err
	})
	if err != nil && strings.Contains(err.Error(), "No target with given id") {
		return nil
	}
	return err
}

// Process is one process of Chromium.
type Process struct {
	Type string // "browser", "renderer", "GPU", "utility"
	PID  int
}

// Processes lists the processes of Chromium.
func (b *Browser) Processes() ([]Process, error) {
	var all []Process
	err := b.call(func(ctx context.Context, s cdp.Session) error {
		info, err := cdp.Call(ctx, s, systeminfo.GetProcessInfo, cdp.Empty{})
		for _, p := range info.ProcessInfo {
			all = append(all, Process{p.Type, int(p.ID)})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing processes: %w", err)
	}
	return all, nil
}

// call runs f on the browser's own session, within the time of one action.
func (b *Browser) call(f func(context.Context, cdp.Session) error) error {
	ctx, cancel := context.WithTimeout(b.ctx, b.opts.Timeout)
	defer cancel()
	return f(ctx, chromedp.FromContext(b.ctx).Browser)
}

// Open opens a tab as Blank does, at the address, and waits until it has loaded.
func (b *Browser) Open(url string) (*Page, error) {
	p, err := b.Blank()
	if err != nil {
		return nil, err
	}
	if err := p.Navigate(url); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// Blank opens an empty tab in a window of its own, or in the first (see
// Options.OneWindow), for setting it up before Navigate.
func (b *Browser) Blank() (*Page, error) {
	alone := b.tabs.Add(1) == 1
	p, err := b.blank(alone)
	if err != nil {
		b.tabs.Add(-1)
		return nil, err
	}
	p.closing = sync.OnceFunc(func() { b.tabs.Add(-1) })
	return p, nil
}

// blank opens the tab, which is the only one or not.
func (b *Browser) blank(alone bool) (*Page, error) {
	if !alone || !b.opts.OneWindow {
		return b.page()
	}
	if b.opts.Extension != "" {
		b.mu.Lock()
		err := b.openHome(true)
		apart := b.apart
		b.mu.Unlock()
		if err != nil || apart {
			return b.page()
		}
	}
	return b.page(chromedp.WithNewWindow(false)) // the first is the only one
}

// page makes a Page of a new tab, or of the target named in the options.
func (b *Browser) page(opts ...chromedp.ContextOption) (*Page, error) {
	p := &Page{b: b}
	ctx, cancel := chromedp.NewContext(b.ctx, append(opts, chromedp.WithListener(p.see))...)
	if err := p.start(ctx, cancel); err != nil {
		cancel()
		return nil, fmt.Errorf("opening a page: %w", err)
	}
	return p, nil
}

// Attach waits for a page, frame or popup that something else opens (a link,
// the toolbar button, a script) and whose address contains part. Closing the
// Page closes a tab or a popup, and lets go of a frame.
func (b *Browser) Attach(part string) (*Page, error) {
	ctx, cancel := context.WithTimeout(b.ctx, b.opts.Timeout)
	defer cancel()
	found := make(chan *target.Info, 1)
	see := func(info *target.Info) {
		// Chromium lists its own tab strip and the like too, as browser_ui.
		if (info.Type == "page" || info.Type == "iframe") && strings.Contains(info.URL, part) {
			select {
			case found <- info:
			default:
			}
		}
	}
	err := chromedp.ListenBrowser(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *target.EventTargetCreated:
			see(ev.TargetInfo)
		case *target.EventTargetInfoChanged:
			see(ev.TargetInfo)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("waiting for %s: %w", part, err)
	}
	infos, err := chromedp.Targets(ctx)
	if err != nil {
		return nil, fmt.Errorf("waiting for %s: %w", part, err)
	}
	for _, info := range infos {
		see(info)
	}
	select {
	case info := <-found:
		opts := []chromedp.ContextOption{chromedp.WithTargetID(info.TargetID)}
		if info.Type == "iframe" {
			// Closing a frame's target takes its whole tab along.
			opts = append(opts, chromedp.WithDetachOnCancel())
		}
		return b.page(opts...)
	case <-ctx.Done():
		urls, _ := b.Pages()
		return nil, fmt.Errorf("waiting for a page at %s: none within %v, only %s", part, b.opts.Timeout, strings.Join(urls, " "))
	}
}

// identify returns the absolute path of the extension in dir and its id.
func identify(dir string) (path, id string, err error) {
	path, err = filepath.Abs(dir)
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		return "", "", fmt.Errorf("extension: %w", err)
	}
	manifest, err := os.ReadFile(filepath.Join(path, "manifest.json"))
	if err != nil {
		return "", "", fmt.Errorf("extension: %w", err)
	}
	id, err = extensionID(path, manifest)
	return path, id, err
}
