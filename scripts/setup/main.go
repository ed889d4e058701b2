// Command setup installs what the other commands need and the machine lacks, and says what it
// did: the Go modules and Chromium; with -tests also Firefox, the sites of real frameworks that the tests
// load, tsc and eslint, which check the scripts, a parser and a server of calendar files, and a
// C compiler, which the race detector needs. It is quick when nothing is missing.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/calendar"
	"byeolpyo/scripts/internal/firefox"
	"byeolpyo/scripts/internal/hydration"
	"byeolpyo/scripts/internal/typecheck"
)

func main() {
	tests := flag.Bool("tests", false, "also what only the tests need")
	flag.Parse()
	err := setup()
	if err == nil && *tests {
		err = install("Firefox", "FIREFOX", "firefox-esr", firefox.Find)
		_, failed := hydration.Build(context.Background(), ".")
		err = errors.Join(err, failed, typecheck.Install(context.Background(), "."))
		_, failed = calendar.Install(context.Background(), ".")
		err = errors.Join(err, failed)
		calendarServer()
		compiler()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "setup:", err)
		os.Exit(1)
	}
}

func setup() error {
	// Prints nothing and takes no time when they are there.
	if err := show("go", "mod", "download"); err != nil {
		return fmt.Errorf("downloading the Go modules: %w", err)
	}
	if _, err := exec.LookPath("node"); err != nil {
		fmt.Println("setup: no Node here: make test needs it to run the tests in WebAssembly and to check the scripts' types (Debian: apt-get install nodejs)")
	}
	if _, err := exec.LookPath("npm"); err != nil {
		fmt.Println("setup: no npm here: make test needs it to run the sync server as a worker, to build sites of real frameworks and to install tsc and eslint (Debian: apt-get install npm)")
	}
	return install("Chromium", "CHROMIUM", "chromium", browser.Find)
}

// install installs a browser from Debian's package unless find finds it. The variable is the
// one by which a person names another place of it.
func install(name, variable, pkg string, find func() (string, error)) error {
	_, err := find()
	if err == nil {
		return nil
	}
	if os.Getenv(variable) != "" {
		return err // a wrong path is not mended by installing another one
	}
	if _, lookErr := exec.LookPath("apt-get"); lookErr != nil || os.Getuid() != 0 {
		return err
	}
	fmt.Printf("setup: no %s here: installing it with apt-get\n", name)
	err = errors.Join(show("apt-get", "update", "-qq"),
		show("apt-get", "install", "-y", "-qq", "--no-install-recommends", pkg))
	if _, findErr := find(); findErr != nil {
		return errors.Join(err, findErr)
	}
	// A package source that does not answer does not matter once the packages are there.
	fmt.Printf("setup: %s installed\n", name)
	return nil
}

// compiler installs gcc where there is no C compiler and it can be installed. Without one the
// tests run without the race detector, and say so; that is no error.
func compiler() {
	out, err := exec.Command("go", "env", "CC").Output()
	if err == nil {
		name, _, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
		if _, err = exec.LookPath(name); err == nil {
			return
		}
	}
	if _, err := exec.LookPath("apt-get"); err != nil || os.Getuid() != 0 {
		fmt.Println("setup: no C compiler here: make test looks for data races only with one (Debian: apt-get install gcc libc6-dev)")
		return
	}
	fmt.Println("setup: no C compiler here: installing gcc with apt-get")
	err = errors.Join(show("apt-get", "update", "-qq"),
		show("apt-get", "install", "-y", "-qq", "--no-install-recommends", "gcc", "libc6-dev"))
	if err != nil {
		fmt.Println("setup: without gcc data races are not looked for:", err)
	}
}

// calendarServer installs Radicale where that can be done. Without it one test is skipped,
// and says so.
func calendarServer() {
	err := calendar.Find()
	if err == nil {
		return
	}
	if _, lookErr := exec.LookPath("apt-get"); lookErr != nil || os.Getuid() != 0 {
		fmt.Println("setup:", err)
		return
	}
	fmt.Println("setup: no calendar server here: installing radicale with apt-get")
	err = errors.Join(show("apt-get", "update", "-qq"), show("apt-get", "install", "-y", "-qq", "--no-install-recommends", "radicale"))
	if findErr := calendar.Find(); findErr != nil {
		fmt.Println("setup:", errors.Join(err, findErr))
	}
}

// show runs the command with its output on ours.
func show(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
