package layout

import (
	"image/color"

	"byeolpyo/wasm/model/choices"
)

// palette is the colours of a theme: greys, one accent, one warning that marks
// clashes and nothing else, and one colour of news. Text stands in few pairs of a colour and its
// ground, because an indexed picture has to spare a ramp for each.
type palette struct {
	page   color.RGBA
	ink    color.RGBA // titles
	soft   color.RGBA // what is said beside them; hours, gaps
	rule   color.RGBA
	accent color.RGBA

	star, starInk, starSoft color.RGBA // a card, its title, its other text
	must, mustInk           color.RGBA
	gone, goneLine          color.RGBA
	clash, clashInk         color.RGBA // the chip and its text
	clashBar                color.RGBA // beside the hours
	other, otherInk         color.RGBA // in a grid: what is not picked

	mark, mustMark color.RGBA // what has changed, or where one parts from a friend: on a page or a card, and on a must

	// The colours of edges, for cards whose fill is too close to the page's.
	starLine, mustLine, clashLine, otherLine color.RGBA
	starMark                                 color.RGBA // the stars and the bar on a card
}

var palettes = [...]palette{
	choices.Light: {
		page: rgb(0xFFFFFF), ink: rgb(0x171A2B), soft: rgb(0x5B6075), rule: rgb(0xE7E9F0), accent: rgb(0x4453D6), mark: rgb(0x0A5C50), mustMark: rgb(0xB4F5E6),
		star: rgb(0xEEF0FD), starInk: rgb(0x1B2048), starSoft: rgb(0x545B85), starMark: rgb(0x4453D6),
		must: rgb(0x4453D6), mustInk: rgb(0xFFFFFF),
		gone: rgb(0xFFFFFF), goneLine: rgb(0xB9BDCB),
		clash: rgb(0xFFE8E0), clashInk: rgb(0xB23A17), clashBar: rgb(0xF08A66),
		other: rgb(0xF5F5F8), otherInk: rgb(0x5B6075),
	},
	choices.Dark: {
		page: rgb(0x11131B), ink: rgb(0xF1F2F8), soft: rgb(0xA9AEC2), rule: rgb(0x272B39), accent: rgb(0x95A1FF), mark: rgb(0x7FE3CB), mustMark: rgb(0xC4F8EA),
		star: rgb(0x212640), starInk: rgb(0xECEEFF), starSoft: rgb(0xAAB1DC), starMark: rgb(0x95A1FF),
		must: rgb(0x4757DC), mustInk: rgb(0xFFFFFF),
		gone: rgb(0x11131B), goneLine: rgb(0x4B5064),
		clash: rgb(0x49281E), clashInk: rgb(0xFFB598), clashBar: rgb(0xE57F5B),
		other: rgb(0x191C27), otherInk: rgb(0xA9AEC2),
	},
	choices.HighContrast: {
		page: rgb(0xFFFFFF), ink: rgb(0x000000), soft: rgb(0x222222), rule: rgb(0x767676), accent: rgb(0x0000B4), mark: rgb(0x004A38), mustMark: rgb(0x8CFFDD),
		star: rgb(0xFFFFFF), starInk: rgb(0x000000), starSoft: rgb(0x222222), starLine: rgb(0x000000), starMark: rgb(0x000000),
		must: rgb(0x000000), mustInk: rgb(0xFFFFFF),
		gone: rgb(0xFFFFFF), goneLine: rgb(0x555555),
		clash: rgb(0x000000), clashInk: rgb(0xFFE34D), clashBar: rgb(0x8A1C00),
		other: rgb(0xFFFFFF), otherInk: rgb(0x3A3A3A), otherLine: rgb(0x767676),
	},
	choices.Paper: {
		page: rgb(0xFFFFFF), ink: rgb(0x000000), soft: rgb(0x404040), rule: rgb(0xC4C4C4), accent: rgb(0x000000), mark: rgb(0x000000), mustMark: rgb(0x000000),
		star: rgb(0xFFFFFF), starInk: rgb(0x000000), starSoft: rgb(0x404040), starLine: rgb(0x6E6E6E), starMark: rgb(0x6E6E6E),
		must: rgb(0xE2E2E2), mustInk: rgb(0x000000), mustLine: rgb(0x000000),
		gone: rgb(0xFFFFFF), goneLine: rgb(0x8A8A8A),
		clash: rgb(0xFFFFFF), clashInk: rgb(0x000000), clashLine: rgb(0x000000), clashBar: rgb(0x000000),
		other: rgb(0xFFFFFF), otherInk: rgb(0x404040), otherLine: rgb(0xC4C4C4),
	},
}

// gridFills are the colours of a theme in which picks stand among all others, on a phone at
// arm's length: their fill differs from that of others by a contrast of at least 1.3 to 1,
// and is as light or dark as the text on it allows.
var gridFills = [...]struct{ star, starMark, must color.RGBA }{
	choices.Light:        {rgb(0xCFD5FB), rgb(0x4453D6), rgb(0x4453D6)},
	choices.Dark:         {rgb(0x333C70), rgb(0x95A1FF), rgb(0x4757DC)},
	choices.HighContrast: {rgb(0xCCD6FF), rgb(0x000000), rgb(0x000000)},
	choices.Paper:        {rgb(0xD8D8D8), rgb(0x505050), rgb(0xBDBDBD)},
}

// inGrid returns c with the fills of a grid.
func (c palette) inGrid(t choices.Theme) palette {
	if int(t) >= len(gridFills) {
		t = choices.Light
	}
	g := gridFills[t]
	c.star, c.starMark, c.must = g.star, g.starMark, g.must
	c.starSoft = c.starInk // small text, and a pair of colours less
	return c
}

func paletteOf(t choices.Theme) palette {
	if int(t) < len(palettes) {
		return palettes[t]
	}
	return palettes[choices.Light]
}

func rgb(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xFF} }
