package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// workers is how many processes share the tests of a whole run, each with browsers of its
// own. One leaves a core of two idle for a good part of its time, as a test waits for
// what the browser, the worker or the server does.
const workers = 3

// queueVariable is the environment variable that tells a worker where it is handed tests.
const queueVariable = "BYEOLPYO_QUEUE"

// longest are the tests that take longest, in that order. They are handed out first, so
// that no process is at work on one when the others have nothing left to do.
var longest = []string{
	"TestWhereStarsStand", "TestFirefox", "TestHydration", "TestPagesWithoutEnd", "TestAxeFindsNothing", "TestStorageSilent", "TestTimeZones",
	"TestPlainBuild", "TestTwoTabsAtOnce", "TestPictures", "TestEveryYear", "TestStrictPolicy", "TestTwoDevices", "TestEveryRender",
	"TestFiftyRoutes", "TestLeftOut", "TestClickCycle", "TestNarrow", "TestPopupSaveSurvives", "TestSilentTabs", "TestStars2026", "TestStorageUnread",
}

// runShared runs all tests in processes beside each other, each of which is handed the
// next test when it is done with one, and returns the exit code.
func runShared() (code int, err error) {
	list, err := exec.Command(os.Args[0], "-test.list", ".").Output()
	if err != nil {
		return 1, fmt.Errorf("listing the tests: %w", err)
	}
	names, err := inOrder(strings.Fields(string(list)))
	if err != nil {
		return 1, err
	}
	queue, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 1, err
	}
	defer queue.Close()
	go hand(queue, names)

	// A log of what was read, for go test's cache, is written by one process only.
	args := slices.DeleteFunc(slices.Clone(os.Args[1:]), func(arg string) bool { return strings.HasPrefix(arg, "-test.testlogfile") })
	var running [workers]*exec.Cmd
	var one sync.Mutex
	for i := range running {
		cmd := exec.Command(os.Args[0], args...)
		cmd.Env = append(os.Environ(), queueVariable+"="+queue.Addr().String())
		said := &whole{one: &one, out: os.Stdout}
		defer said.flush()
		cmd.Stdout, cmd.Stderr = said, said
		if err := cmd.Start(); err != nil {
			return 1, err
		}
		running[i] = cmd
	}
	for _, cmd := range running {
		var failed *exec.ExitError
		if err := cmd.Wait(); errors.As(err, &failed) {
			code = 1
		} else if err != nil {
			return 1, err
		}
	}
	return code, nil
}

// inOrder returns the tests among the names in the order in which they are handed out.
func inOrder(names []string) ([]string, error) {
	tests := slices.Clone(longest)
	for _, name := range longest {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("queue_test.go names %s, which is no test", name)
		}
	}
	for _, name := range names {
		if strings.HasPrefix(name, "Test") && !slices.Contains(longest, name) {
			tests = append(tests, name)
		}
	}
	return tests, nil
}

// hand gives whoever connects the next of the names, and nothing when there is none left,
// until the listener is closed.
func hand(queue net.Listener, names []string) {
	for {
		conn, err := queue.Accept()
		if err != nil {
			return
		}
		if len(names) > 0 {
			_, _ = io.WriteString(conn, names[0]) // whoever has gone is missed by its exit code
			names = names[1:]
		}
		conn.Close()
	}
}

// take returns the next test, "" when there is none left.
func take(queue string) (string, error) {
	conn, err := net.Dial("tcp", queue)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	name, err := io.ReadAll(conn)
	return string(name), err
}

// whole passes on what a process says about each test in one piece, without the verdict
// after it, which go test gives on all of them.
type whole struct {
	one  *sync.Mutex // held by the process that is heard
	out  io.Writer
	said []byte
}

// verdict is how package testing ends what it says, by itself and to go test -json.
var verdict = regexp.MustCompile(`(^|\n)\x16?(PASS|FAIL)\n$`)

func (w *whole) Write(p []byte) (int, error) {
	w.said = append(w.said, p...)
	if at := verdict.FindSubmatchIndex(w.said); at != nil {
		w.said = w.said[:at[3]]
		w.flush()
	}
	return len(p), nil
}

// flush passes on what is held.
func (w *whole) flush() {
	w.one.Lock()
	defer w.one.Unlock()
	_, _ = w.out.Write(w.said) // nobody could be told
	w.said = nil
}

// Every test is handed out once, the long ones first.
func TestQueue(t *testing.T) {
	names := slices.Sorted(slices.Values(longest))
	for i := range 100 {
		names = append(names, fmt.Sprintf("TestOf%d", i))
	}
	tests, err := inOrder(append(names, "BenchmarkD"))
	must(t, err)
	if !slices.Equal(tests[:len(longest)], longest) {
		t.Errorf("%q come first", tests[:len(longest)])
	}
	if _, err := inOrder([]string{"TestA"}); err == nil {
		t.Error("a long test may be missing")
	}

	queue, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer queue.Close()
	go hand(queue, tests)
	var one sync.Mutex
	var taken []string
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for {
				name, err := take(queue.Addr().String())
				if err != nil {
					t.Error(err)
				}
				if err != nil || name == "" {
					return
				}
				one.Lock()
				taken = append(taken, name)
				one.Unlock()
			}
		})
	}
	all.Wait()
	slices.Sort(taken)
	if slices.Sort(names); !slices.Equal(taken, names) {
		t.Errorf("handed out %q of %q", taken, names)
	}
}

// What two processes say comes test by test, and all of it.
func TestWhole(t *testing.T) {
	var one sync.Mutex
	var out bytes.Buffer
	a, b := &whole{one: &one, out: &out}, &whole{one: &one, out: &out}
	for _, said := range []struct {
		by   *whole
		text string
	}{
		{a, "=== RUN   TestA\n"}, {b, "=== RUN   TestB\n"}, {a, "    COMPASS\n"}, {b, "--- FAIL: TestB (0.10s)\nFA"}, {a, "--- PASS: TestA (0.10s)\n"},
		{b, "IL\n"}, {a, "PASS\n"}, {b, "panic: no"}, {a, "\x16=== RUN   TestC\n"}, {a, "\x16PASS\n"},
	} {
		if n, err := said.by.Write([]byte(said.text)); n != len(said.text) || err != nil {
			t.Errorf("%q: %d, %v", said.text, n, err)
		}
	}
	b.flush()
	want := "=== RUN   TestB\n--- FAIL: TestB (0.10s)\n=== RUN   TestA\n    COMPASS\n--- PASS: TestA (0.10s)\n\x16=== RUN   TestC\npanic: no"
	if out.String() != want {
		t.Errorf("said %q, want %q", out.String(), want)
	}
}
