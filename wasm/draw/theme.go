package draw

import "image/color"

// Theme is a choice of colours.
type Theme uint8

// The themes.
const (
	Light Theme = iota
	Dark

	Themes = iota // how many there are
)

// palette is the colours of a theme: greys, one accent, and one warning that
// marks clashes and nothing else.
type palette struct {
	page   color.RGBA
	ink    color.RGBA // titles
	soft   color.RGBA // what is said beside them
	faint  color.RGBA // hours, gaps
	rule   color.RGBA
	accent color.RGBA

	star, starInk, starSoft color.RGBA // a card, its title, its other text
	must, mustInk, mustSoft color.RGBA
	gone, goneLine, goneInk color.RGBA
	clash, clashInk         color.RGBA // the chip and its text
	clashBar                color.RGBA // beside the hours
}

var palettes = [...]palette{
	Light: {
		page: rgb(0xFFFFFF), ink: rgb(0x171A2B), soft: rgb(0x5B6075), faint: rgb(0x6F7488), rule: rgb(0xE7E9F0), accent: rgb(0x4453D6),
		star: rgb(0xEEF0FD), starInk: rgb(0x1B2048), starSoft: rgb(0x545B85),
		must: rgb(0x4453D6), mustInk: rgb(0xFFFFFF), mustSoft: rgb(0xE1E4FF),
		gone: rgb(0xFFFFFF), goneLine: rgb(0xB9BDCB), goneInk: rgb(0x6B7083),
		clash: rgb(0xFFE8E0), clashInk: rgb(0xB23A17), clashBar: rgb(0xF08A66),
	},
	Dark: {
		page: rgb(0x11131B), ink: rgb(0xF1F2F8), soft: rgb(0xA9AEC2), faint: rgb(0x81879D), rule: rgb(0x272B39), accent: rgb(0x95A1FF),
		star: rgb(0x212640), starInk: rgb(0xECEEFF), starSoft: rgb(0xAAB1DC),
		must: rgb(0x4757DC), mustInk: rgb(0xFFFFFF), mustSoft: rgb(0xE9EBFF),
		gone: rgb(0x11131B), goneLine: rgb(0x4B5064), goneInk: rgb(0x989DB2),
		clash: rgb(0x49281E), clashInk: rgb(0xFFB598), clashBar: rgb(0xE57F5B),
	},
}

func (t Theme) palette() palette {
	if int(t) < len(palettes) {
		return palettes[t]
	}
	return palettes[Light]
}

func rgb(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xFF} }
