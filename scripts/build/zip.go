package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// packTime is the time of every entry of the zip: the oldest it can tell.
var packTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// pack zips the files, the same bytes for the same files.
func pack(all files) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	for _, name := range slices.Sorted(maps.Keys(all)) {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: packTime}
		h.SetMode(0o644)
		w, err := z.CreateHeader(h)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if _, err := w.Write(all[name]); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// sizes is a table of each part, raw and gzipped, in bytes. The modules stand
// alone; the rest is put together by directory, or as pages if it has none.
func sizes(all files, zipName string, zipped int) string {
	raw, packed := map[string]int{}, map[string]int{}
	var totalRaw, totalPacked int
	for name, data := range all {
		part := name
		if path.Ext(name) != ".wasm" {
			var nested bool
			if part, _, nested = strings.Cut(name, "/"); nested {
				part += "/"
			} else {
				part = "pages"
			}
		}
		n := gzipped(data)
		raw[part] += len(data)
		packed[part] += n
		totalRaw += len(data)
		totalPacked += n
	}
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "part\tbytes\tgzipped\t")
	for _, part := range slices.Sorted(maps.Keys(raw)) {
		fmt.Fprintf(t, "%s\t%d\t%d\t\n", part, raw[part], packed[part])
	}
	fmt.Fprintf(t, "dist\t%d\t%d\t\n", totalRaw, totalPacked)
	fmt.Fprintf(t, "%s\t%d\t\t\n", zipName, zipped)
	t.Flush() // to memory: cannot fail
	return b.String()
}

// gzipped is the size of the data after gzip -9.
func gzipped(data []byte) int {
	var n counter
	w, _ := gzip.NewWriterLevel(&n, gzip.BestCompression) // a level that exists
	w.Write(data)
	w.Close()
	return int(n)
}

// counter counts the bytes written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
