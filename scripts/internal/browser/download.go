package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// Download is a file that the browser has saved.
type Download struct {
	Name string // the name proposed to the user
	Path string // where it lies until Close
	URL  string // where it came from
}

// downloads collects finished downloads in a directory of its own, in which
// files have no names but ids: two of one name do not meet.
type downloads struct {
	dir string

	mu      sync.Mutex
	started map[string]Download
	done    chan Download
	failed  chan error
}

// queued is how many finished downloads are kept until they are read.
const queued = 64

func (d *downloads) watch(b *Browser) error {
	dir, err := os.MkdirTemp("", "byeolpyo-download-")
	if err != nil {
		return fmt.Errorf("downloads: %w", err)
	}
	d.dir = dir
	d.started = map[string]Download{}
	d.done = make(chan Download, queued)
	d.failed = make(chan error, queued)
	if err := chromedp.ListenBrowser(b.ctx, d.see); err != nil {
		return fmt.Errorf("downloads: %w", err)
	}
	return b.call(func(ctx context.Context, s cdp.Session) error {
		events := true
		_, err := cdp.Call(ctx, s, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
			Behavior:      browser.SetDownloadBehaviorBehaviorAllowAndName,
			DownloadPath:  dir,
			EventsEnabled: &events,
		})
		return err
	})
}

func (d *downloads) see(ev any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch ev := ev.(type) {
	case *browser.EventDownloadWillBegin:
		d.started[ev.GUID] = Download{
			Name: ev.SuggestedFilename,
			Path: filepath.Join(d.dir, ev.GUID),
			URL:  ev.URL,
		}
	case *browser.EventDownloadProgress:
		file, known := d.started[ev.GUID]
		if !known || ev.State == browser.DownloadProgressStateInProgress {
			return
		}
		delete(d.started, ev.GUID)
		if ev.State == browser.DownloadProgressStateCompleted {
			select {
			case d.done <- file:
			default: // nobody reads: drop it rather than block the events
			}
			return
		}
		select {
		case d.failed <- fmt.Errorf("download of %s: %s", file.Name, ev.State):
		default:
		}
	}
}

func (d *downloads) remove() {
	if d.dir != "" {
		os.RemoveAll(d.dir)
	}
}

// Downloaded waits for the next file to be saved whole. Files come in the
// order in which they were finished, also those finished before the call.
func (b *Browser) Downloaded() (Download, error) {
	ctx, cancel := context.WithTimeout(b.ctx, b.opts.Timeout)
	defer cancel()
	select {
	case file := <-b.downloads.done:
		return file, nil
	case err := <-b.downloads.failed:
		return Download{}, err
	case <-ctx.Done():
		return Download{}, fmt.Errorf("waiting for a download: none within %v", b.opts.Timeout)
	}
}

// ForgetDownloads drops files that were saved, or are being saved, and not read by Downloaded,
// and returns their names. The next Downloaded waits for a file that begins after this.
func (b *Browser) ForgetDownloads() []string {
	d := &b.downloads
	d.mu.Lock()
	defer d.mu.Unlock()
	var names []string
	for _, file := range d.started {
		names = append(names, file.Name)
	}
	clear(d.started) // their end is ignored then
	for {
		select {
		case file := <-d.done:
			names = append(names, file.Name)
		case err := <-d.failed:
			names = append(names, err.Error())
		default:
			return names
		}
	}
}

// Save copies the file to path, making its directory.
func (f Download) Save(path string) error {
	data, err := os.ReadFile(f.Path)
	if err != nil {
		return fmt.Errorf("download %s: %w", f.Name, err)
	}
	return write(path, data)
}

// write puts data into the file, making its directory.
func write(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}
