package main

import (
	_ "embed"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// headLines are the lines that the head of every page begins with.
//
//go:embed head.html
var headLines string

var (
	meta   = regexp.MustCompile(`<meta name="[^"]*"`)
	module = regexp.MustCompile(`<script src="([^"]+)" type="module">`)
)

const (
	headStart = "<head>\n"
	headEnd   = "</head>\n"
)

// completeHeads puts headLines into every page that has a head, but for a meta that the
// page sets itself, and names the modules that it will import, so that the browser loads
// them side by side and not one after the other.
func completeHeads(all files) error {
	for name, data := range all {
		if path.Ext(name) != ".html" {
			continue
		}
		before, rest, found := strings.Cut(string(data), headStart)
		if !found {
			continue
		}
		own, body, found := strings.Cut(rest, headEnd)
		if !found {
			return fmt.Errorf("extension/%s: the head has no line %s", name, strings.TrimSpace(headEnd))
		}
		var head strings.Builder
		for line := range strings.Lines(headLines) {
			if set := meta.FindString(line); set != "" && strings.Contains(own, set) {
				continue
			}
			head.WriteString(line)
		}
		head.WriteString(own)
		for _, script := range module.FindAllStringSubmatch(own, -1) {
			for _, other := range imports(all, script[1])[1:] {
				fmt.Fprintf(&head, "<link rel=\"modulepreload\" href=\"%s\">\n", other)
			}
		}
		all[name] = []byte(before + headStart + head.String() + headEnd + body)
	}
	return nil
}

// imports returns a module and all that it imports, and what those do, in the order in
// which they are found.
func imports(all files, name string) []string {
	list := []string{name}
	for i := 0; i < len(list); i++ {
		for _, found := range imported.FindAllSubmatch(all[list[i]], -1) {
			if other := path.Join(path.Dir(list[i]), string(found[1])); found[1] != nil && !slices.Contains(list, other) {
				list = append(list, other)
			}
		}
	}
	return list
}
