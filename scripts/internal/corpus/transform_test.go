package corpus

import (
	"strings"
	"testing"
	"time"

	"byeolpyo/wasm/read/htmldom"
)

const page = `<html><body><main><h2 class="day">8월 14일</h2><ul>
<li class="talk" id="a"><i>10:00</i> <a href="/talk/1">첫 발표</a> <span>장소:</span> <b itemprop="location">해오름홀</b></li>
<li class="talk" id="b"><i>11:00</i> <a href="/talk/2">둘째 발표</a> <span>장소:</span> <b>달무리실</b></li>
<li class="talk" id="c"><i>12:00</i> <a href="/talk/3">셋째 발표</a> <span>장소:</span> <b>해오름홀</b></li>
<li class="talk" id="d"><i>13:00</i> <a href="/talk/4">넷째 발표</a> <span>장소:</span> <b>달무리실</b></li>
</ul><script type="application/ld+json">{"a":"b"}</script></main></body></html>`

func made(t *testing.T) *Case {
	t.Helper()
	root, err := htmldom.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	c := &Case{Name: "made", URL: "https://2027.pycon.kr/schedule", Kind: "score", HTML: []byte(page), Root: root, Zone: time.UTC}
	for _, title := range []string{"첫 발표", "둘째 발표", "셋째 발표", "넷째 발표"} {
		c.Want.Sessions = append(c.Want.Sessions, Session{Title: title})
	}
	return c
}

// TestTransforms: a page changes as the name of each says, and tells the same but where the
// change is what it tells.
func TestTransforms(t *testing.T) {
	gone := map[string]string{ // what is not on the page any more
		"classes-hashed": `class="talk"`, "classes-gone": "class=", "wrapped": "", "boxed": "", "spaces-gone": "\n<li", "links-gone": "href", "marks-gone": "itemprop", "tags-plain": "<h2", "labels-foreign": "장소", "half": "둘째 발표",
	}
	before := made(t)
	text := Text(before.Root.Text())
	for _, tr := range Transforms {
		c := before.Transformed(tr)
		html := string(c.HTML)
		without, known := gone[tr.Name]
		if !known {
			t.Errorf("%s is not tested", tr.Name)
		}
		if without != "" && strings.Contains(html, without) {
			t.Errorf("%s leaves %q", tr.Name, without)
		}
		if html == page {
			t.Errorf("%s changes nothing", tr.Name)
		}
		same := Text(c.Root.Text()) == text
		if want := tr.Name != "labels-foreign" && tr.Name != "half" && tr.Name != "marks-gone"; same != want {
			t.Errorf("%s: the page says %q", tr.Name, c.Root.Text())
		}
		if n := len(c.Want.Sessions); tr.Name == "half" && n != 2 || tr.Name != "half" && n != 4 {
			t.Errorf("%s: %d sessions are wanted", tr.Name, n)
		}
	}
	if len(before.Want.Sessions) != 4 || string(before.HTML) != page {
		t.Error("the case itself has changed")
	}
}
