package replica

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"strconv"
	"time"
)

// shutdownTime is what open requests get to finish when the server closes.
const shutdownTime = 2 * time.Second

// certificateTime is how long the certificate made at start is valid.
const certificateTime = 24 * time.Hour

// Server serves a Site over https.
type Server struct {
	*Site
	http *http.Server
	addr *net.TCPAddr
	stop context.CancelFunc // ends the wait for late data
	done chan error
}

// Listen starts serving on addr ("127.0.0.1:0" for a free port) with a
// self-signed certificate for *.pycon.kr made in memory. Close must be called.
func (s *Site) Listen(addr string) (*Server, error) {
	cert, err := certificate()
	if err != nil {
		return nil, fmt.Errorf("replica certificate: %w", err)
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("replica: %w", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	srv := &Server{Site: s, addr: l.Addr().(*net.TCPAddr), stop: stop, done: make(chan error, 1)}
	srv.http = &http.Server{
		BaseContext:       func(net.Listener) context.Context { return ctx },
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		TLSConfig:         &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12},
		// Browsers break off handshakes with unknown certificates as a
		// matter of course; there is nothing else here worth a line.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	go func() { srv.done <- srv.http.ServeTLS(l, "", "") }()
	return srv, nil
}

// Start is New and Listen on a free loopback port.
func Start(opts Options) (*Server, error) { return New(opts).Listen("127.0.0.1:0") }

// Port is the port that the server listens on.
func (s *Server) Port() int { return s.addr.Port }

// Addr is the address that the server listens on, as host:port.
func (s *Server) Addr() string { return s.addr.String() }

// ResolverRules is the value of Chromium's --host-resolver-rules that maps
// the sites' host names to this server. The certificate is self-signed, so
// --ignore-certificate-errors is needed as well.
func (s *Server) ResolverRules() string {
	to := net.JoinHostPort("127.0.0.1", strconv.Itoa(s.Port()))
	return "MAP *.pycon.kr " + to + ", MAP pycon.kr " + to
}

// Close stops serving. Requests under way get a moment to finish; those that
// wait for late data are broken off.
func (s *Server) Close() error {
	s.stop()
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.http.Close()
	}
	if serveErr := <-s.done; !errors.Is(serveErr, http.ErrServerClosed) {
		err = errors.Join(err, serveErr)
	}
	return err
}

// certificate makes a self-signed certificate for the sites' host names.
func certificate() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()),
		Subject:      pkix.Name{CommonName: "replica of pycon.kr"},
		DNSNames:     []string{"*.pycon.kr", "pycon.kr", "localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore:    now.Add(-time.Hour),
		NotAfter:     now.Add(certificateTime),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		// Its own authority, so that a test client can trust just it.
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, nil
}
