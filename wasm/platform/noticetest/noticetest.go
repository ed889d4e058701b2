// Package noticetest is what every platform.Notices must do, for those in memory and for a
// real browser's alike.
package noticetest

import (
	"fmt"
	"slices"

	"byeolpyo/wasm/platform"
)

// Check plays with notices of which none is shown and which are allowed, and returns what
// they did wrong. wait returns when what it is given has called done.
func Check(n platform.Notices, wait func(begin func(done func()))) (wrong []string) {
	fail := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	show := func(id, text string) {
		wait(func(done func()) {
			n.Show(platform.Notice{ID: id, Title: "10분 뒤 시작해요", Text: text}, func(err error) {
				if err != nil {
					fail("show %q: %v", id, err)
				}
				done()
			})
		})
	}
	withdraw := func(id string) {
		wait(func(done func()) {
			n.Withdraw(id, func(err error) {
				if err != nil {
					fail("withdraw %q: %v", id, err)
				}
				done()
			})
		})
	}
	shown := func(want ...string) {
		wait(func(done func()) {
			n.Shown(func(ids []string, err error) {
				if err != nil || !slices.Equal(ids, want) {
					fail("%q are shown, want %q; %v", ids, want, err)
				}
				done()
			})
		})
	}
	wait(func(done func()) {
		n.Allowed(func(allowed bool, err error) {
			if !allowed || err != nil {
				fail("not allowed: %v", err)
			}
			done()
		})
	})
	shown()
	show("b", "제목 \"<b>★</b>\" · 1호\nTalk 2 😀")
	show("a", "x")
	shown("a", "b")
	show("a", "y") // in place of the first
	shown("a", "b")
	withdraw("none")
	withdraw("b")
	shown("a")
	withdraw("a")
	shown()
	return wrong
}

// CheckRefused plays with notices that the person does not allow.
func CheckRefused(n platform.Notices, wait func(begin func(done func()))) (wrong []string) {
	wait(func(done func()) {
		n.Allowed(func(allowed bool, err error) {
			if allowed || err != nil {
				wrong = append(wrong, fmt.Sprintf("allowed: %v, %v", allowed, err))
			}
			done()
		})
	})
	wait(func(done func()) {
		n.Show(platform.Notice{ID: "a", Title: "x", Text: "y"}, func(err error) {
			if err == nil {
				wrong = append(wrong, "a notice that is not allowed is shown")
			}
			done()
		})
	})
	return wrong
}
