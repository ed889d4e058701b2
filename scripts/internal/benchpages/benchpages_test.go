package benchpages

import (
	"os"
	"testing"

	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

func fonts(t testing.TB) *typeset.Fonts {
	t.Helper()
	var data [2][]byte
	for i, name := range []string{"regular", "bold"} {
		var err error
		if data[i], err = os.ReadFile("../../../extension/fonts/byeolpyo-sans-" + name + ".otf"); err != nil {
			t.Fatal(err)
		}
	}
	f, err := typeset.ParseFonts(data[0], data[1])
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestReference: it is what it is said to be, whatever is measured with it.
func TestReference(t *testing.T) {
	f := fonts(t)
	for _, n := range []int{10, 40, 1000} {
		page := Reference(f, n)
		cards, stars := 0, 0
		for _, b := range page.Boxes {
			if b.Role == scene.Card {
				cards++
				if len(b.Lines) < 3 {
					t.Errorf("a card with %d lines", len(b.Lines))
				}
				for _, l := range b.Lines {
					if !l.Rect.In(b.Rect) {
						t.Errorf("%q at %v leaves %v", l.Text, l.Rect, b.Rect)
					}
				}
			}
			if b.Shape == scene.Star {
				stars++
			}
		}
		if cards != n || stars != n+1 || page.Width != Width || n <= 40 && page.Height != Height {
			t.Errorf("%d cards, %d stars, %d x %d", cards, stars, page.Width, page.Height)
		}
		if got := Export(page); len(got.Boxes) != len(page.Boxes) {
			t.Errorf("%d boxes exported of %d", len(got.Boxes), len(page.Boxes))
		}
	}
	if sheet := Sheet(f); sheet.Width != 2480 || sheet.Height != 3508 {
		t.Errorf("%d x %d", sheet.Width, sheet.Height)
	}
}

// TestChart: bars are as long as their values, side by side with them.
func TestChart(t *testing.T) {
	f := fonts(t)
	page := Chart(f, "제목", "설명", []Bar{{"하나", 10, "ms", true}, {"둘", 40, "ms", false}, {"없음", 0, "ms", false}})
	var long []int
	for _, b := range page.Boxes {
		if b.Role == scene.Part {
			long = append(long, b.Rect.Dx())
		}
		for _, l := range b.Lines {
			if l.Rect.Max.X > page.Width || l.Rect.Max.Y > page.Height {
				t.Errorf("%q at %v leaves the page", l.Text, l.Rect)
			}
		}
	}
	if len(long) != 3 || max(long[0]*4-long[1], long[1]-long[0]*4) > 4 || long[2] > 8 {
		t.Errorf("bars of %v", long)
	}
	if _, err := raster.Encode(page, f, raster.Output{}); err != nil {
		t.Error(err)
	}
}
