package syncer

import (
	"context"
	"errors"
	"slices"
	"strings"

	"byeolpyo/wasm/sync/vault"
)

// TurnOn makes a new vault of this device's picks.
func (s *Syncer) TurnOn(ctx context.Context, server string) error {
	var secret vault.Secret
	s.Random(secret[:])
	return s.join(ctx, server, secret, vault.Floor{})
}

// Pair joins the vault of a code, and merges its picks with those of the device.
func (s *Syncer) Pair(ctx context.Context, server string, secret vault.Secret, floor vault.Floor) error {
	return s.join(ctx, server, secret, floor)
}

// Disconnect ends sync on this device. Its picks stay, and so does the vault.
func (s *Syncer) Disconnect() error {
	r, err := s.begin()
	if err != nil {
		return err
	}
	r.ring.shelve()
	return r.leave(off)
}

// Dismiss forgets the notices.
func (s *Syncer) Dismiss() error {
	r, err := s.begin()
	if err != nil || r.state.newer {
		return err
	}
	r.state.Notices = nil
	return r.save(nil)
}

// Name sets the name by which the other devices of the vault know this one, from the next
// sync on; "" removes it.
func (s *Syncer) Name(name string) error {
	r, err := s.begin()
	if err != nil || r.state.newer {
		return err
	}
	r.state.Name = name
	return r.save(nil)
}

// ErrServer is returned for a text that is not the address of a server.
var ErrServer = errors.New("not the address of a server: https, or http on this machine")

// Address is a URL in parts. In the service worker the browser's URL class parses it, since
// net/url would add 40 KB, compressed; elsewhere net/url does.
type Address struct {
	Scheme   string // without a colon
	Host     string // with the port
	Hostname string // without; an IPv6 address with or without brackets
	Path     string
	More     bool // there is a user, a query or a fragment
}

// loopback are the names of this machine.
var loopback = [...]string{"localhost", "127.0.0.1", "::1", "[::1]"}

// OnThisMachine reports whether an origin that Address.Server returned is on this machine and
// reached without a network.
func OnThisMachine(origin string) bool {
	_, host, _ := strings.Cut(origin, "://")
	return slices.ContainsFunc(loopback[:], func(name string) bool { return host == name || strings.HasPrefix(host, name+":") })
}

// Server returns the origin of an address that a person gave. It has to be https; http
// only on this machine. The error is ErrServer.
func (a Address) Server() (string, error) {
	if a.Hostname == "" || a.More || a.Path != "" && a.Path != "/" {
		return "", ErrServer
	}
	if a.Scheme != "https" && !(a.Scheme == "http" && slices.Contains(loopback[:], a.Hostname)) {
		return "", ErrServer
	}
	return a.Scheme + "://" + strings.ToLower(a.Host), nil
}

// Move continues with the same secret at another server. The vault at the old one stays.
func (s *Syncer) Move(ctx context.Context, server string) error {
	r, err := s.begin()
	if err != nil {
		return err
	}
	if !r.state.On || r.ring.Current == nil {
		return ErrNotOn
	}
	return s.join(ctx, server, *r.ring.Current, vault.Floor{})
}
