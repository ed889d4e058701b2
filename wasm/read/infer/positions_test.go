package infer

import (
	"strings"
	"testing"
)

// plainCard is a session of which nothing but its order tells what its parts are.
func plainCard(parts ...string) string {
	return "<div><div>" + strings.Join(parts, "</div><div>") + "</div></div>"
}

// TestPositions: pieces of one path are parted by their place among siblings, and by that of the
// boxes around them, if they are of other kinds there.
func TestPositions(t *testing.T) {
	talks := [][3]string{{"김하늘", "작업 큐 운영기와 그 뒤의 이야기", "101호"}, {"이바다", "타입 힌트를 조금 더 톺아보기", "102호"}, {"박초롱", "사내 위키를 검색하는 여러 방법", "101호"}, {"최은하", "지도를 그리는 작은 도구 만들기", "102호"}}
	page := func(one func(t [3]string) string) string {
		var b strings.Builder
		for _, c := range talks {
			b.WriteString(one(c))
		}
		return "<body><div>" + b.String() + "</div>"
	}
	steps(t, func(t *testing.T, html string) (out []string) {
		_, r, _ := traced(t, html, "")
		for c := range r.cols {
			var texts []string
			for _, i := range r.cols[c].pieces {
				texts = append(texts, r.pieces[i].text)
			}
			if len(texts) > 1 {
				out = append(out, strings.Join(texts, " | "))
			}
		}
		return out
	}, []step{
		{"a name, a time and a title", page(func(c [3]string) string { return plainCard(c[0], "10:00", c[1]) }), `
			10:00 | 10:00 | 10:00 | 10:00
			김하늘 | 이바다 | 박초롱 | 최은하
			작업 큐 운영기와 그 뒤의 이야기 | 타입 힌트를 조금 더 톺아보기 | 사내 위키를 검색하는 여러 방법 | 지도를 그리는 작은 도구 만들기`},
		{"by the boxes around", page(func(c [3]string) string {
			return plainCard("<div>"+c[2]+"</div>", "<i class=t>10:00</i>", "<div>"+c[0]+"</div>")
		}), `
			10:00 | 10:00 | 10:00 | 10:00
			101호 | 102호 | 101호 | 102호
			김하늘 | 이바다 | 박초롱 | 최은하`},
		{"names at two places are names", page(func(c [3]string) string { return plainCard(c[0], "10:00", "윤"+c[0][3:]) }), `
			김하늘 | 10:00 | 윤하늘 | 이바다 | 10:00 | 윤바다 | 박초롱 | 10:00 | 윤초롱 | 최은하 | 10:00 | 윤은하`},
		{"titles at two places are titles", page(func(c [3]string) string { return plainCard(c[1], "10:00", "또 "+c[1]) }), `
			작업 큐 운영기와 그 뒤의 이야기 | 10:00 | 또 작업 큐 운영기와 그 뒤의 이야기 | 타입 힌트를 조금 더 톺아보기 | 10:00 | 또 타입 힌트를 조금 더 톺아보기 | 사내 위키를 검색하는 여러 방법 | 10:00 | 또 사내 위키를 검색하는 여러 방법 | 지도를 그리는 작은 도구 만들기 | 10:00 | 또 지도를 그리는 작은 도구 만들기`},
		{"what stands at two places, one behind the other", "<body><div>" + strings.Repeat(plainCard("김하늘"), 4) + strings.Repeat(plainCard("", "타입 힌트를 조금 더 톺아보기"), 4) + "</div>", `
			김하늘 | 김하늘 | 김하늘 | 김하늘 | 타입 힌트를 조금 더 톺아보기 | 타입 힌트를 조금 더 톺아보기 | 타입 힌트를 조금 더 톺아보기 | 타입 힌트를 조금 더 톺아보기`},
		{"a time that cannot be read stays with the times", "<body><div>" + plainCard("10:00", "101호") + plainCard("미정", "102호") + plainCard("11:00", "101호") + plainCard("추후 공지", "102호") + plainCard("12:00", "101호") + "</div>", `
			10:00 | 미정 | 11:00 | 추후 공지 | 12:00
			101호 | 102호 | 101호 | 102호 | 101호`},
	})
}

// TestUnlike has a pair of columns for each kind by which they are told apart, and pairs that are
// not.
func TestUnlike(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		want       bool
	}{
		{"names", "김하늘|이바다|박초롱", "작업 큐|타입 힌트|사내 위키", true},
		{"rooms", "101호|102호|103호", "작업 큐|타입 힌트|사내 위키", true},
		{"links", "<a href=/1>작업 큐</a>|<a href=/2>힌트</a>|<a href=/3>위키</a>", "작업 큐는|힌트는|위키는", true},
		{"sentences", "작업 큐를 봅니다|힌트를 봅니다|위키를 봅니다", "작업 큐 보기 좋게|힌트 보기 좋게|위키 보기 좋게", true},
		{"few texts", "초심자|초심자|초심자|초심자", "작업 큐|타입 힌트|위키|검색", true},
		{"longer ones", "작업|힌트|위키", "작업 큐 운영기|타입 힌트 보기|사내 위키 보기", true},
		{"one long one", "작업 큐|힌트|위키 운영", "작업 큐|힌트|사내 위키를 검색하는 여러 방법과 그 뒤의 이야기", false},
		{"names both", "김하늘|김하늘|김하늘", "이바다|박초롱|최은하", false},
		{"rooms both", "101호|101호|101호", "102호|103호|104호", false},
	} {
		page := func(texts string) string {
			return "<p>" + strings.ReplaceAll(texts, "|", "</p><p>") + "</p>"
		}
		_, r, _ := traced(t, "<body>"+page(c.a)+page(c.b), "")
		var a, b []int32
		for i := range r.pieces {
			if n := strings.Count(c.a, "|") + 1; i < n {
				a = append(a, int32(i))
			} else {
				b = append(b, int32(i))
			}
		}
		if got := r.unlike(a, b); got != c.want || r.unlike(b, a) != c.want {
			t.Errorf("%s: told apart %v, want %v", c.name, got, c.want)
		}
	}
}
