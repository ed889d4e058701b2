package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestTimetableOfAnotherHost: a list without times learns them from the timetable of its own
// site, even if that has moved within the site, and never if another host answers, even one that
// allows every origin.
func TestTimetableOfAnotherHost(t *testing.T) {
	const own, other = "2093.pycon.kr", "2092.pycon.kr"
	titles := []string{"작은 팀의 작업 큐", "지도 데이터의 기록", "로그 수집기 다시 만들기", "가계부 앱 짜기", "문서 검색 톺아보기", "이벤트 루프 돌려 보기"}
	var list, grid strings.Builder
	for i, title := range titles {
		fmt.Fprintf(&list, `<li class="talk-item"><h3 class="talk-title"><a href="/talks/%d">%s</a></h3><p class="talk-speaker">김하늘</p></li>`, i+1, title)
		fmt.Fprintf(&grid, `<tr><th>1%d:00 - 1%[1]d:40</th><td><p class="title"><a href="/talks/%[2]d">%[3]s</a></p><p class="speaker">김하늘</p></td></tr>`, i, i+1, title)
	}
	site.Put("/elsewhere/talks", `<!doctype html><html lang="ko"><meta charset="utf-8"><nav><ul><li><a href="/elsewhere/schedule">시간표</a></li></ul></nav><main><h1>발표 목록</h1><ul class="talk-list">`+list.String()+`</ul></main></html>`)
	t.Cleanup(func() {
		for _, path := range []string{"/elsewhere/talks", "/elsewhere/schedule", "/elsewhere/moved"} {
			site.Put(path, "")
		}
	})
	for _, c := range []struct {
		host   string
		learns bool
	}{{own, true}, {other, false}} {
		t.Run(c.host, func(t *testing.T) {
			b := chromium(t)
			site.Handle("/elsewhere/schedule", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Access-Control-Allow-Origin", "*")
				http.Redirect(w, r, "https://"+c.host+"/elsewhere/moved", http.StatusFound)
			})
			answered := make(chan bool, 10)
			site.Handle("/elsewhere/moved", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Access-Control-Allow-Origin", "*")
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				fmt.Fprint(w, `<!doctype html><html lang="ko"><meta charset="utf-8"><main><h1>시간표</h1><h2>2093년 8월 14일 (금)</h2><table><thead><tr><th>시간<th>101호</thead>`, grid.String(), `</table></main></html>`)
				answered <- r.Host != "" && strings.HasPrefix(r.Host, c.host)
			})
			p := open(t, b, "https://"+own+"/elsewhere/talks")
			must(t, p.Wait(fmt.Sprintf(hosts+`.length === %d`, len(titles))))
			select {
			case right := <-answered:
				if !right {
					t.Fatal("another host was asked: no test")
				}
			case <-time.After(actionTimeout):
				t.Fatal("the timetable was never asked for")
			}
			key := eval[string](t, p, hosts+`[0].dataset.key`)
			if c.learns {
				waitStored(t, b, `all[`+js("session/"+key)+`]?.start === "2093-08-14T10:00:00+09:00"`)
				return
			}
			// What it answered would have been learned within moments.
			const moments = 500 * time.Millisecond
			time.Sleep(moments)
			click(t, p, key)
			waitPick(t, b, key, "star")
			for name, record := range records(t, b) {
				if strings.Contains(string(record), `"start"`) {
					t.Errorf("stored %s: %s", name, record)
				}
			}
			if got := stored(t, b)[key].Snapshot.Start; got != "" {
				t.Errorf("picked at %s", got)
			}
		})
	}
}
