package site

import "testing"

// TestCancelledTitles: a mark is told from a title that speaks of cancelling.
func TestCancelledTitles(t *testing.T) {
	const title = "비동기 이야기"
	for _, marked := range []string{
		"[취소] " + title, "[취소]" + title, "(취소) " + title, "(취소됨)" + title, "【취소】 " + title, "[취소됨] " + title, "［취소］" + title,
		"[발표 취소] " + title, "[취소된 세션] " + title, "[CANCELLED] " + title, "[Canceled] " + title, "(cancelled) " + title, "<취소> " + title,
		"Cancelled: " + title, "CANCELED: " + title, "취소됨: " + title, "취소됨 - " + title, "Cancelled – " + title, "❌ 취소됨: " + title,
		title + " (취소)", title + " [취소됨]", title + " (Cancelled)", title + " - 취소됨", title + " — CANCELLED", title + " | 취소됨", "[취소]: " + title,
	} {
		if rest, is := unmarked(marked); !is || rest != title {
			t.Errorf("%q: %q, %t", marked, rest, is)
		}
	}
	for _, title := range []string{
		"취소할 수 있는 async 작업", "취소", "Cancelled", "취소: 되돌릴 수 없는 것들", "asyncio의 취소", "취소와 타임아웃", "취소 - 어려운 문제", "Cancelled tasks in asyncio",
		"Cancelling async tasks", "CancelledError: what to do", "CancelledError", "[비동기] 취소 다루기", "예약 취소 시스템 만들기 (실전)", "Task.cancel(): 취소의 모든 것",
		"(취소 가능한) 작업", "[취소 가능] 작업 큐", "작업 큐 (취소와 재시도)", "Cancelled by default: structured concurrency and me", "My talk was cancelled", "내 발표가 취소되었습니다",
		"Cancel culture", "취소선 긋기", "왜 내 작업은 취소됨 상태일까", "", "[", "]", "(", "[]", "[취소", "취소]", ":", " - ",
	} {
		// "Cancelled by default: …" is no mark, for the word before the colon is not all.
		if rest, is := unmarked(title); is {
			t.Errorf("%q is taken for cancelled, %q", title, rest)
		}
	}
}
