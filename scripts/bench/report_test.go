package main

import (
	"bytes"
	"encoding/json"
	"image"
	_ "image/png"
	"os"
	"testing"
)

// The README has the figures of one run: those that are kept, and their chart.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	data, err := os.ReadFile(keptFigures)
	if err != nil {
		t.Fatal(err)
	}
	var figures map[string]float64
	if err := json.Unmarshal(data, &figures); err != nil || len(figures) < len(rows)+len(more) {
		t.Fatalf("%d figures, error %v", len(figures), err)
	}
	readme, err := os.ReadFile(keptTables)
	if err != nil {
		t.Fatal(err)
	}
	if want, err := withTables(string(readme), figures); err != nil || want != string(readme) {
		t.Errorf("%s does not have the tables of %s (make figures); error %v", keptTables, keptFigures, err)
	}
	drawn, err := chart("extension/fonts", figures)
	if err != nil {
		t.Fatal(err)
	}
	golden, err := os.ReadFile(keptChart)
	if err != nil {
		t.Fatal(err)
	}
	if want, got := pixels(t, golden), pixels(t, drawn); !bytes.Equal(want, got) {
		t.Errorf("%s is not the chart of %s (make figures)", keptChart, keptFigures)
	}
}

// pixels returns the size and colours of a PNG.
func pixels(t *testing.T, data []byte) []byte {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	r := img.Bounds()
	out := []byte(r.String())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			red, green, blue, alpha := img.At(x, y).RGBA()
			out = append(out, byte(red>>8), byte(green>>8), byte(blue>>8), byte(alpha>>8))
		}
	}
	return out
}
