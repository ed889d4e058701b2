package e2e

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
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

// seconds is how long the long tests take where much else runs: what counts is how they
// compare. They are dealt out first.
var seconds = map[string]int{
	"TestPagesWithoutEnd": 100, "TestWhereStarsStand": 80, "TestHydration": 80, "TestLeftOut": 58, "TestTwoDevices": 40, "TestEveryYear": 40,
	"TestClickCycle": 38, "TestSyncFullStorage": 36, "TestEveryRender": 35, "TestPairByScan": 34, "TestTwoTabsAtOnce": 33, "TestTimeZones": 30,
	"TestSecretDoesNotOutliveOff": 27, "TestFiftyRoutes": 27, "TestRenewedElsewhere": 24, "TestUndo": 24, "TestPopupSaveSurvives": 24,
	"TestStartNotTold": 20, "TestSyncWorkerStopped": 19, "TestExtensionUpdated": 18, "TestStorageUnread": 18, "TestSecretOutOfReach": 16,
	"TestStars2018": 16, "TestStars2026": 16, "TestSyncPage": 15, "TestLanguageSetting": 15, "TestPopupBrokenModule": 14, "TestPopupPictures": 13,
	"TestCameraStops": 13, "TestStorageSilent": 34, "TestAxeFindsNothing": 16, "TestFocusOnSyncPage": 12,
}

// usual is how many seconds the other tests take so, by and large.
const usual = 5

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

// deal deals tests out to the parts, the longest first, each to the part that has least
// to do so far.
func deal(names []string) (dealt [parts][]string, err error) {
	var tests []string
	for _, name := range names {
		if strings.HasPrefix(name, "Test") {
			tests = append(tests, name)
		}
	}
	takes := func(name string) int { return cmp.Or(seconds[name], usual) }
	for name := range seconds {
		if !slices.Contains(tests, name) {
			return dealt, fmt.Errorf("parts_test.go names %s, which is no test", name)
		}
	}
	slices.SortStableFunc(tests, func(a, b string) int { return takes(b) - takes(a) })
	var load [parts]int
	for _, name := range tests {
		least := 0
		for i := range load {
			if load[i] < load[least] {
				least = i
			}
		}
		dealt[least] = append(dealt[least], name)
		load[least] += takes(name)
	}
	return dealt, nil
}

// Every test is in one part, and no part has much more to do than another.
func TestDeal(t *testing.T) {
	names := slices.Collect(maps.Keys(seconds))
	for i := range 100 {
		names = append(names, fmt.Sprintf("TestOf%d", i))
	}
	names = append(names, "BenchmarkD")
	slices.Sort(names)
	dealt, err := deal(names)
	must(t, err)
	all := slices.Concat(dealt[:]...)
	slices.Sort(all)
	if want := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "BenchmarkD" }); !slices.Equal(all, want) {
		t.Errorf("dealt %q of %q", all, want)
	}
	var load [parts]int
	for i, part := range dealt {
		for _, name := range part {
			load[i] += cmp.Or(seconds[name], usual)
		}
	}
	if slices.Max(load[:])-slices.Min(load[:]) > usual {
		t.Errorf("the parts take %v", load)
	}
	if again, err := deal(names); err != nil || !slices.EqualFunc(dealt[:], again[:], slices.Equal) {
		t.Errorf("dealt another time, the parts are others: %v", err)
	}
	if _, err := deal([]string{"TestA"}); err == nil {
		t.Error("a long test may be missing")
	}
}
