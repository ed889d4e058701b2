package popup

import (
	"strconv"

	"byeolpyo/wasm/platform"
)

// Room says how much of storage is in use; used and quota are in bytes.
func (m *Model) Room(used, quota int) string {
	if quota >= platform.Unbounded {
		return m.Say("roomUsed", "used", megabytes(used))
	}
	return m.Say("room", "used", megabytes(used), "quota", megabytes(quota))
}

// megabytes writes bytes with one decimal, which a whole number does without. What is
// there is never written as nothing.
func megabytes(bytes int) string {
	tenths := (bytes*10 + 1<<19) >> 20
	if bytes > 0 {
		tenths = max(tenths, 1)
	}
	text := strconv.Itoa(tenths / 10)
	if tenths%10 != 0 {
		text += "." + strconv.Itoa(tenths%10)
	}
	return text
}

// Cleared is what to tell when so many sessions went that were only read.
func (m *Model) Cleared(sessions int) Notice {
	if sessions == 0 {
		return Notice{Text: m.Say("clearedNone")}
	}
	return Notice{Text: m.count("cleared", sessions)}
}
