package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// parts is how many processes share the tests of a whole run, each with browsers of its
// own. One leaves a core of two idle for a good part of its time, as a test waits for
// what the browser, the worker or the server does.
const parts = 2

// longest are the tests that take two fifths of the time, longest first: they are dealt
// out before the rest.
var longest = []string{"TestPagesWithoutEnd", "TestHydration", "TestWhereStarsStand", "TestFiftyRoutes", "TestSyncFullStorage", "TestStars2018", "TestTwoDevices",
	"TestStars2026", "TestTimeZones", "TestEveryYear", "TestStorageUnread", "TestPairByScan", "TestExtensionUpdated", "TestTwoTabsAtOnce"}

// runParts runs all tests in processes beside each other and returns the exit code. What
// the first says is shown as it comes, what the others say after that.
func runParts() (code int, err error) {
	list, err := exec.Command(os.Args[0], "-test.list", ".").Output()
	if err != nil {
		return 1, fmt.Errorf("listing the tests: %w", err)
	}
	dealt, err := deal(strings.Fields(string(list)))
	if err != nil {
		return 1, err
	}
	// A log of what was read, for go test's cache, is written by one process only.
	args := slices.DeleteFunc(slices.Clone(os.Args[1:]), func(arg string) bool { return strings.HasPrefix(arg, "-test.testlogfile") })
	var running [parts]*exec.Cmd
	var said [parts]bytes.Buffer
	for i, names := range dealt {
		cmd := exec.Command(os.Args[0], append(args, "-test.run=^("+strings.Join(names, "|")+")$")...)
		cmd.Stdout, cmd.Stderr = &said[i], &said[i]
		if i == 0 {
			cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		}
		if err := cmd.Start(); err != nil {
			return 1, err
		}
		running[i] = cmd
	}
	for i, cmd := range running {
		var failed *exec.ExitError
		if err := cmd.Wait(); errors.As(err, &failed) {
			code = 1
		} else if err != nil {
			return 1, err
		}
		os.Stdout.Write(said[i].Bytes())
	}
	return code, nil
}

// deal deals tests out to the parts: the longest by turns, there and back, then the rest.
func deal(names []string) (dealt [parts][]string, err error) {
	next := 0
	give := func(name string) {
		i := next % (2 * parts)
		dealt[min(i, 2*parts-1-i)] = append(dealt[min(i, 2*parts-1-i)], name)
		next++
	}
	for _, name := range longest {
		if !slices.Contains(names, name) {
			return dealt, fmt.Errorf("parts_test.go names %s, which is no test", name)
		}
		give(name)
	}
	for _, name := range names {
		if strings.HasPrefix(name, "Test") && !slices.Contains(longest, name) {
			give(name)
		}
	}
	return dealt, nil
}

// Every test is in one part.
func TestDeal(t *testing.T) {
	names := append(slices.Clone(longest), "TestA", "TestB", "TestC", "BenchmarkD")
	slices.Sort(names)
	dealt, err := deal(names)
	must(t, err)
	all := slices.Concat(dealt[:]...)
	slices.Sort(all)
	if want := slices.DeleteFunc(names, func(n string) bool { return n == "BenchmarkD" }); !slices.Equal(all, want) {
		t.Errorf("dealt %q of %q", all, want)
	}
	for i, part := range dealt {
		if len(part) < len(names)/parts-1 {
			t.Errorf("part %d has %d of %d tests", i, len(part), len(names))
		}
	}
	if _, err := deal([]string{"TestA"}); err == nil {
		t.Error("a long test may be missing")
	}
}
