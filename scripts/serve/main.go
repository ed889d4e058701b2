// Command serve serves the replica of pycon.kr until it is interrupted, for
// looking at its pages and for developing against them.
//
//	go run ./scripts/serve [-addr 127.0.0.1:8443]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"byeolpyo/scripts/internal/replica"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8443", "loopback address to serve on")
	delay := flag.Duration("delay", replica.DefaultDataDelay, "how late the 2026 programme arrives")
	csp := flag.String("csp", string(replica.CSPNone), "strict policy of the pages: none, header or meta")
	flag.Parse()
	if err := run(*addr, *delay, replica.CSP(*csp)); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

func run(addr string, delay time.Duration, csp replica.CSP) error {
	switch csp {
	case replica.CSPNone, replica.CSPHeader, replica.CSPMeta:
	default:
		return fmt.Errorf("unknown policy %q", csp)
	}
	if delay == 0 {
		delay = -1 // the flag's 0 means none
	}
	srv, err := replica.New(replica.Options{DataDelay: delay, CSP: csp}).Listen(addr)
	if err != nil {
		return err
	}
	fmt.Printf(`The replica is served on https://%s. Open a Chromium with the hosts mapped to it:

  chromium --ignore-certificate-errors --host-resolver-rules=%q

  https://2026.pycon.kr/timetable
  https://www.pycon.kr/2018/program/schedule/
`, srv.Addr(), srv.ResolverRules())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	<-ctx.Done()
	return srv.Close()
}
