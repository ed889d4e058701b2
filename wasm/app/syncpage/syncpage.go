// Package syncpage has what the page of sync shows, without a browser: the state of sync in
// words, the devices, and the pairing code as text and as squares. Words are names of
// messages in extension/_locales with their values, which the page looks up.
package syncpage

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	qr "github.com/piglig/go-qr"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/sync/backup"
	"byeolpyo/wasm/sync/syncer"
	"byeolpyo/wasm/sync/vault"
)

// Line is a message with its values.
type Line struct {
	Name   string
	Values map[string]string
}

func line(name string, pairs ...string) Line {
	l := Line{name, map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		l.Values[pairs[i]] = pairs[i+1]
	}
	return l
}

// count returns the message name + "One" or name + "Many" with the number n.
func count(name string, n int) Line {
	if n == 1 {
		return line(name + "One")
	}
	return line(name+"Many", "n", strconv.Itoa(n))
}

// Tone is how a line is shown.
type Tone string

// The tones are the names of classes in extension/sync.css.
const (
	Good  Tone = "good"
	Calm  Tone = "calm" // nothing is wrong, and something is still under way
	Alert Tone = "alert"
)

// Device is one that was seen in the vault.
type Device struct {
	Label string // "" for none
	This  bool
	Seen  Line
}

// View is what the page shows.
type View struct {
	On   bool // sync was turned on and is not ended
	Lost bool // sync is on, but the browser has deleted the secret
	// Cut says that this device was part of a vault and has to be paired again.
	Cut bool
	// Renewing says that the code is being renewed, which goes on by itself.
	Renewing bool
	Server   string
	Status   Line // none when sync was never on
	Tone     Tone
	Pending  int
	Notices  []Line
	Once     bool // some of them can be dismissed
	// Brief is what the popup says: the status, and what does not fit into the vault.
	// It is empty when sync was never on.
	Brief   []Line
	Devices []Device
}

// Times in ms.
const (
	minute = 60e3
	hour   = 60 * minute
	day    = 24 * hour
)

// NewView makes the view. now is the device's clock, in ms since 1970; online is whether the
// device has a network, which does not say that a server can be reached.
func NewView(s *syncer.State, entries map[string]any, ring syncer.Keyring, now int64, online bool) View {
	v := View{On: s.On, Lost: s.On && ring.Current == nil, Renewing: s.On && ring.Renewing(), Server: s.Server, Pending: syncer.Pending(s, entries)}
	if s.Notebook.Reason == syncer.None {
		v.Pending += syncer.PendingNotes(s, entries)
	}
	if ring.Server != "" {
		v.Server = ring.Server
	}
	v.Cut = v.Lost || !s.On && (s.Reason == syncer.Gone || s.Reason == syncer.Renewed)
	v.Status, v.Tone = status(s, v, now, online)
	v.Once = len(s.Notices) > 0
	for _, name := range s.Notices {
		v.Notices = append(v.Notices, line("syncNotice_"+name))
	}
	left := leftOut(s)
	v.Notices = append(v.Notices, left...)
	if v.Status.Name != "" {
		v.Brief = append([]Line{v.Status}, left...)
	}
	if s.On {
		v.Devices = devices(s)
	}
	return v
}

// leftOut returns lines about what is only on this device because it does not fit into the
// vault.
func leftOut(s *syncer.State) (lines []Line) {
	if s.On && s.SnapshotsLeftOut {
		lines = append(lines, line("syncBare"))
	}
	if s.On && len(s.LeftOut) > 0 {
		lines = append(lines, line("syncLeft", "editions", strings.Join(s.LeftOut, ", ")))
	}
	if n := len(s.Notebook.Left); s.On && n > 0 {
		lines = append(lines, count("syncNotesLeft", n))
	}
	if why := s.Notebook.Reason; s.On && why != syncer.None {
		name := "syncNotesWaiting"
		switch why {
		case syncer.Gone:
			name = "syncNotesGone"
		case syncer.Newer:
			name = "syncNotesNewer"
		}
		lines = append(lines, line(name))
	}
	return lines
}

func status(s *syncer.State, v View, now int64, online bool) (Line, Tone) {
	switch {
	case s.IsNewer():
		return line("syncNewer"), Alert
	case v.Lost:
		return line("syncLost"), Alert
	case !s.On && s.Reason == syncer.Gone:
		return line("syncGone"), Alert
	case !s.On && s.Reason == syncer.Renewed:
		return line("syncRenewed"), Alert
	case !s.On:
		return Line{}, Calm
	case s.Trouble.Reason != syncer.None:
		return line("syncFailed_" + string(s.Trouble.Reason)), Alert
	}
	waits := s.Reason == syncer.Offline || s.Reason == syncer.Busy || s.Reason == syncer.Closed
	if v.Renewing && (waits || s.Reason == syncer.None) {
		return line("syncRenewing"), Calm
	}
	switch s.Reason {
	case syncer.Offline:
		switch {
		case !online && !syncer.OnThisMachine(v.Server):
			return line("syncOffline"), Calm
		case s.Synced == 0: // the server was never reached: the address may be wrong
			return line("syncUnreachable", "server", v.Server), Alert
		}
		return line("syncUnreachable", "server", v.Server), Calm
	case syncer.Busy:
		return line("syncBusy"), Calm
	case syncer.Closed:
		return line("syncClosed"), Calm
	case syncer.None:
	default:
		return line("syncFailed_" + string(s.Reason)), Alert
	}
	switch since := now - s.Synced; {
	case v.Pending > 0:
		return count("syncPending", v.Pending), Calm
	case s.Synced == 0:
		return line("syncStarting"), Calm
	case since < minute:
		return line("syncNow"), Good
	case since < hour:
		return line("syncMinutes", "n", strconv.FormatInt(since/minute, 10)), Good
	case since < day:
		return line("syncHours", "n", strconv.FormatInt(since/hour, 10)), Good
	default:
		return line("syncDays", "n", strconv.FormatInt(since/day, 10)), Good
	}
}

// devices returns the devices that were seen, this one first, then the latest.
func devices(s *syncer.State) []Device {
	type seen struct {
		Device
		day int64
		id  string
	}
	var all []seen
	today := s.Last / day
	for id, d := range s.Seen {
		one := seen{Device{Label: d.Label, This: id == strconv.FormatUint(uint64(s.Dev), 10)}, d.Day, id}
		if one.This {
			one.Label = cmp.Or(s.Name, d.Label) // the name is shown even before the vault has it
		}
		switch ago := today - d.Day; {
		case ago <= 0:
			one.Seen = line("syncSeenToday")
		case ago == 1:
			one.Seen = line("syncSeenYesterday")
		default:
			one.Seen = line("syncSeenDays", "n", strconv.FormatInt(ago, 10))
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b seen) int {
		if a.This != b.This {
			if a.This {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(a.id, b.id))
	})
	var out []Device
	for _, d := range all {
		out = append(out, d.Device)
	}
	return out
}

// Tree returns v for the page's script.
func (v View) Tree() map[string]any {
	devices := make([]any, len(v.Devices))
	for i, d := range v.Devices {
		devices[i] = map[string]any{"label": d.Label, "this": d.This, "seen": d.Seen.Tree()}
	}
	t := map[string]any{"on": v.On, "lost": v.Lost, "cut": v.Cut, "renewing": v.Renewing, "server": v.Server, "tone": string(v.Tone), "pending": v.Pending,
		"status": nil, "notices": trees(v.Notices), "once": v.Once, "brief": trees(v.Brief), "devices": devices}
	if v.Status.Name != "" {
		t["status"] = v.Status.Tree()
	}
	return t
}

func trees(lines []Line) []any {
	out := make([]any, len(lines))
	for i, l := range lines {
		out[i] = l.Tree()
	}
	return out
}

// Tree returns l for the page's script.
func (l Line) Tree() map[string]any {
	values := make(map[string]any, len(l.Values))
	for name, value := range l.Values {
		values[name] = value
	}
	return map[string]any{"name": l.Name, "values": values}
}

// PairingCode is a pairing code: as text in groups of five, and as the squares of a QR code.
type PairingCode struct {
	Text string
	Size int    // squares to a side
	Dark string // by rows, '1' for dark
}

// The QR code: version 4 with medium correction holds the 63 characters.
const (
	qrVersion = 4
	anyMask   = -1
)

// CodeOf returns the pairing code of a secret. Its QR code also has the version of the vault.
func CodeOf(secret vault.Secret, s *syncer.State) (PairingCode, error) {
	floor := vault.Floor{}
	if hash, ok := fullHash(s.Hash); ok && s.Have {
		floor = vault.FloorOf(s.Version, hash)
	}
	segment, err := qr.MakeAlphanumeric(secret.QR(floor))
	if err != nil {
		return PairingCode{}, err
	}
	code, err := qr.EncodeSegments([]*qr.QrSegment{segment}, qr.Medium, qrVersion, qrVersion, anyMask, false)
	if err != nil {
		return PairingCode{}, err
	}
	c := PairingCode{Text: secret.Code(), Size: code.Size()}
	var b strings.Builder
	for i := range c.Size * c.Size {
		if code.Module(i%c.Size, i/c.Size) {
			b.WriteByte('1')
		} else {
			b.WriteByte('0')
		}
	}
	c.Dark = b.String()
	return c, nil
}

func fullHash(text string) (h wire.Hash, ok bool) {
	if len(text) != 2*len(h) {
		return h, false
	}
	for i := range h {
		n, err := strconv.ParseUint(text[2*i:2*i+2], 16, 8)
		if err != nil {
			return h, false
		}
		h[i] = byte(n)
	}
	return h, true
}

// ErrRead is returned when the device's storage cannot be read.
var ErrRead = errors.New("the device's storage cannot be read")

// Failed returns why an action did not work. A Line without a name says that it worked, or
// that the status tells why.
func Failed(err error, why syncer.Reason) Line {
	switch err {
	case nil, syncer.ErrNotOn:
	case syncer.ErrRenewing:
		return line("syncRenewing")
	case vault.ErrCode:
		return line("syncBadCode")
	case vault.ErrVersion:
		return line("syncNewerCode")
	case syncer.ErrServer:
		return line("syncBadServer")
	case syncer.ErrNewer:
		return line("syncNewer")
	case syncer.ErrFull:
		return line("writeFull")
	case ErrRead:
		return line("syncUnread")
	case backup.ErrFile:
		return line("backupBad")
	case backup.ErrNewer:
		return line("backupNewer")
	default:
		return line("syncStorage")
	}
	switch why {
	case syncer.None, syncer.Gone, syncer.Renewed:
		return Line{}
	case syncer.Offline, syncer.Busy, syncer.Closed:
		return line("syncNeedsServer")
	}
	return line("syncFailed_" + string(why))
}

// Imported returns lines about the result of importing a backup.
func Imported(r backup.Result) []Line {
	var lines []Line
	switch {
	case r.Added > 0:
		lines = append(lines, count("backupAdded", r.Added))
	case r.Notes == 0:
		lines = append(lines, line("backupNothing"))
	}
	for _, told := range []struct {
		name string
		n    int
	}{{"backupNotes", r.Notes}, {"backupStrange", r.Unrecognized}, {"backupAside", r.Aside}, {"backupLeft", r.LeftOut}} {
		if told.n > 0 {
			lines = append(lines, count(told.name, told.n))
		}
	}
	return lines
}

// Messages returns the names of all messages that a view may use, and of those used without a
// view.
func Messages() []string {
	all := []string{"syncNewer", "syncLost", "syncGone", "syncRenewed", "syncRenewing", "syncOffline", "syncUnreachable", "syncBusy", "syncClosed", "syncStarting", "syncNow", "syncMinutes", "syncHours", "syncDays",
		"syncBare", "syncLeft", "syncNotesWaiting", "syncNotesGone", "syncNotesNewer", "syncSeenToday", "syncSeenYesterday", "syncSeenDays", "syncBadCode", "syncNewerCode", "syncBadServer",
		"backupBad", "backupNewer", "backupNothing", "writeFull", "syncStorage", "syncUnread", "syncNeedsServer", "syncBroken", "syncNotAllowed"}
	for _, name := range []string{"syncPending", "syncNotesLeft", "backupAdded", "backupNotes", "backupStrange", "backupAside", "backupLeft"} {
		all = append(all, name+"One", name+"Many")
	}
	for _, name := range []string{syncer.NoticeDamaged, syncer.NoticeRecreated, syncer.NoticeRolledBack} {
		all = append(all, "syncNotice_"+name)
	}
	for _, why := range []syncer.Reason{syncer.Newer, syncer.Unauthorized, syncer.Protocol, syncer.TooLarge, syncer.Lost, syncer.Full, syncer.Storage} {
		all = append(all, "syncFailed_"+string(why))
	}
	return all
}
