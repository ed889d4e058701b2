package main

import (
	"strings"

	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// unfold is JavaScript that unfolds the first note that there is.
const unfold = `(document.querySelector(".note-open.has") ?? document.querySelector(".note-open")).click()`

// unfolded is true when it is unfolded.
const unfolded = `document.querySelector(".noted:not([hidden]) textarea")?.value`

// pen writes at a moment that grows with n.
func pen(n int64) notes.Pen {
	return notes.Pen{Now: 1_786_000_000_000 + n, Writer: notes.Writer("state")}
}

func blank(s session.Session) notes.Note { return notes.Note{Session: s} }

// noted is a note as long as one may be, and questions of which one was asked.
func noted(mine []session.Session) map[string]any {
	line := "벤치마크는 어떤 기계에서 돌렸는지, 우리 서비스에 그대로 옮길 수 있는지 살펴보기. "
	n := blank(mine[0]).SetText("앞자리에 앉기\n\n"+strings.Repeat(line, records.MaxNote/len([]rune(line))+1), pen(1))
	n, _ = n.SetQuestion("q1", "왜 asyncio를 골랐나요?", true, pen(2))
	n, _ = n.SetQuestion("q2", "GIL이 없어지면 C로 쓴 확장 모듈은 어떻게 되고, 지금 준비해 둘 것은 무엇인가요? 예를 들어 NumPy처럼 큰 것들은요?", false, pen(3))
	return map[string]any{notes.StorageKey(mine[0].Key): n.Encode()}
}

// notedApart is a note and a question that two devices changed apart.
func notedApart(mine []session.Session) map[string]any {
	a := blank(mine[0]).SetText("집에서 쓴 글", pen(1))
	a, _ = a.SetQuestion("q1", "왜 Rust인가요?", false, pen(2))
	b := blank(mine[0]).SetText("회사에서 쓴 글: 발표 자료를 먼저 읽어 볼 것", notes.Pen{Now: pen(3).Now, Writer: notes.Writer("another")})
	b, _ = b.SetQuestion("q1", "왜 Go가 아니라 Rust인가요?", true, notes.Pen{Now: pen(4).Now, Writer: notes.Writer("another")})
	return map[string]any{notes.StorageKey(mine[0].Key): notes.Join(a, b).Encode()}
}

// notedVanished is a note on a session that no page shows any more and nobody picks.
func notedVanished([]session.Session) map[string]any {
	s := session.Session{Key: session.NewKey("2026", session.AnySequence, "vanished"), Titles: map[string]string{session.Korean: "사라진 세션의 제목", session.English: "A session that vanished"}}
	return map[string]any{notes.StorageKey(s.Key): blank(s).SetText("그래도 남아 있는 메모", pen(1)).Encode()}
}

// notedHere is a note for which the vault has no room.
func notedHere(mine []session.Session) map[string]any {
	n := blank(mine[0]).SetText("이 기기에만 있는 메모", pen(1))
	return map[string]any{notes.StorageKey(mine[0].Key): n.Encode(), notes.BroughtKey(mine[0].Key): notes.Brought(n, true)}
}

// notedNewer is a note that a newer version wrote.
func notedNewer(mine []session.Session) map[string]any {
	tree := blank(mine[0]).SetText("x", pen(1)).Encode()
	tree["v"] = float64(records.NoteVersion + 1)
	return map[string]any{notes.StorageKey(mine[0].Key): tree}
}
