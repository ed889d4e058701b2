package picture

import (
	"os"
	"testing"

	"byeolpyo/wasm/draw"
)

func fonts(t testing.TB) *draw.Fonts {
	t.Helper()
	var data [2][]byte
	for i, name := range []string{"regular", "bold"} {
		var err error
		if data[i], err = os.ReadFile("../../../extension/fonts/byeolpyo-sans-" + name + ".otf"); err != nil {
			t.Fatal(err)
		}
	}
	f, err := draw.ParseFonts(data[0], data[1])
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
			if b.Role == draw.Card {
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
			if b.Shape == draw.Star {
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
