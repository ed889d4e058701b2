package popup

import (
	"reflect"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// A row links the programme's recordings and slides, even if only a page after the conference
// has them; addresses at unknown hosts are left out.
func TestWatchLinks(t *testing.T) {
	m := model(t)
	s := session.Session{Key: "2018/program/37", Titles: map[string]string{"ko": "제목"}, PageLang: "ko", Start: at(t, "2018-08-18T10:00:00+09:00")}
	m.Put(picks.StorageKey(s.Key), picks.Pick{State: picks.Star, Session: s}.Encode())
	m.Choose("2018")
	links := func() []WatchLink { return m.View(Moment{}).Sections[0].Rows[0].Watch }
	if got := links(); got != nil {
		t.Errorf("%v", got)
	}
	s.Watch("https://speakerdeck.com/a/b")
	s.Watch("https://youtu.be/x37")
	record := picks.SessionRecord{Session: s}.Encode()
	m.Put(records.SessionPrefix+string(s.Key), record)
	if got, want := links(), []WatchLink{{m.Say("watchRecording"), "https://youtu.be/x37"}, {m.Say("watchSlides"), "https://speakerdeck.com/a/b"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	record["recording"], record["slides"] = "javascript:alert(1)", "http://evil.example/"
	m.Put(records.SessionPrefix+string(s.Key), record)
	if got := links(); got != nil {
		t.Errorf("%v", got)
	}
}
