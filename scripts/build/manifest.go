package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// manifest is the part of manifest.json that names files and the version.
type manifest struct {
	Version       string            `json:"version"`
	DefaultLocale string            `json:"default_locale"`
	Icons         map[string]string `json:"icons"`
	Action        struct {
		Popup string            `json:"default_popup"`
		Icon  map[string]string `json:"default_icon"`
	} `json:"action"`
	Background struct {
		Worker  string   `json:"service_worker"`
		Scripts []string `json:"scripts"`
	} `json:"background"`
	Options struct {
		Page string `json:"page"`
	} `json:"options_ui"`
	Scripts []struct {
		JS  []string `json:"js"`
		CSS []string `json:"css"`
	} `json:"content_scripts"`
	Accessible []struct {
		Resources []string `json:"resources"`
	} `json:"web_accessible_resources"`
}

var (
	version   = regexp.MustCompile(`^\d+(\.\d+){0,3}$`)
	reference = regexp.MustCompile(`\b(?:src|href)="([^"#?:]+)"`)
	imported  = regexp.MustCompile(`(?m)^(?:import|export)\b[^";]*"(\.[^"]+)";|\bimport\("(\.[^"]+)"\)`)
	worker    = regexp.MustCompile(`\bimportScripts(?:\?\.)?\(([^)]*)\)|\bnew Worker\(("[^"]*")\)`)
	quoted    = regexp.MustCompile(`"([^"]+)"`)
	said      = regexp.MustCompile(`__MSG_(\w+)__`)
)

func readManifest(all files) (manifest, error) {
	var m manifest
	if err := json.Unmarshal(all["manifest.json"], &m); err != nil {
		return m, fmt.Errorf("manifest.json: %w", err)
	}
	if !version.MatchString(m.Version) {
		return m, fmt.Errorf("manifest.json: version %q is not one to four numbers with dots", m.Version)
	}
	return m, nil
}

// shipped are the kinds of file that the extension consists of. Any other got in by accident.
var shipped = []string{
	"manifest.json", "LICENSE", "NOTICES",
	"*.html", "*.css", "*.js", "*/*.js", "*.wasm",
	"_locales/*/messages.json", "icons/*.png",
	"fonts/*.ttf", "fonts/*.otf", "fonts/OFL-*.txt",
}

// check reports every file and message that the manifest, a page or a script names
// and that is not there.
func (m manifest) check(all files) error {
	var errs []error
	need := func(in, name string) {
		if name == "" {
			return
		}
		if strings.Contains(name, "*") {
			errs = append(errs, fmt.Errorf("%s: %s: name the files one by one", in, name))
		} else if _, there := all[name]; !there {
			errs = append(errs, fmt.Errorf("%s: %s is not part of the extension", in, name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		fits := func(pattern string) bool { ok, _ := path.Match(pattern, name); return ok }
		if !slices.ContainsFunc(shipped, fits) {
			errs = append(errs, fmt.Errorf("extension/%s: nothing of this kind is shipped; shipped are %s", name, strings.Join(shipped, " ")))
		}
		// OFL-NAME.txt belongs to NAME.ttf, NAME-regular.otf and the like.
		if stem, is := strings.CutPrefix(name, "fonts/"); is && path.Ext(name) != ".txt" {
			licensed := func(name string) bool {
				of, is := strings.CutPrefix(strings.TrimSuffix(name, ".txt"), "fonts/OFL-")
				return is && strings.HasPrefix(stem, of)
			}
			if !slices.ContainsFunc(slices.Collect(maps.Keys(all)), licensed) {
				errs = append(errs, fmt.Errorf("extension/%s: its licence is not beside it", name))
			}
		}
	}
	const in = "manifest.json"
	for _, icons := range []map[string]string{m.Icons, m.Action.Icon} {
		for _, size := range slices.Sorted(maps.Keys(icons)) {
			need(in, icons[size])
		}
	}
	need(in, m.Action.Popup)
	need(in, m.Background.Worker)
	for _, name := range m.Background.Scripts {
		need(in, name)
	}
	// A browser without service workers for extensions runs the scripts that the worker imports
	// and then the worker's own.
	if own := m.Background.Worker; own != "" {
		if imported := append(named(own, all[own]), own); !slices.Equal(imported, m.Background.Scripts) {
			errs = append(errs, fmt.Errorf("%s: the background's scripts are %q, but %s imports %q", in, m.Background.Scripts, own, imported))
		}
	}
	need(in, m.Options.Page)
	for _, s := range m.Scripts {
		for _, name := range slices.Concat(s.JS, s.CSS) {
			need(in, name)
		}
	}
	for _, a := range m.Accessible {
		for _, name := range a.Resources {
			need(in, name)
		}
	}
	messages, err := readMessages(all, m.DefaultLocale)
	if err != nil {
		errs = append(errs, err)
	}
	for _, found := range said.FindAllSubmatch(all["manifest.json"], -1) {
		if _, there := messages[string(found[1])]; !there {
			errs = append(errs, fmt.Errorf("%s: no message %s in the locale %s", in, found[1], m.DefaultLocale))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, other := range named(name, all[name]) {
			need(name, other)
		}
	}
	return errors.Join(errs...)
}

// named returns the files that a page or a script loads. A module names others relative to
// itself, a Worker relative to the page, which is at the top.
func named(name string, data []byte) []string {
	var list []string
	switch path.Ext(name) {
	case ".html":
		for _, found := range reference.FindAllSubmatch(data, -1) {
			list = append(list, path.Join(path.Dir(name), string(found[1])))
		}
	case ".js":
		for _, found := range imported.FindAllSubmatch(data, -1) {
			list = append(list, path.Join(path.Dir(name), string(found[1])+string(found[2])))
		}
		for _, found := range worker.FindAllSubmatch(data, -1) {
			for _, other := range quoted.FindAllSubmatch(slices.Concat(found[1], found[2]), -1) {
				list = append(list, string(other[1]))
			}
		}
	}
	return list
}
