package main

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// contentName is the one script that those of extension/content are shipped as.
const contentName = "content.js"

// contentList is the part of the manifest's content scripts that stands in
// extension/content, in the order in which they run.
var contentList = regexp.MustCompile(`"content/[a-z]+\.js"(?:,\s*"content/[a-z]+\.js")*`)

// joinContent makes one script of those of extension/content, and lists it in the manifest: a
// page starts one script sooner than sixteen. Each is a function that is called at once, with
// nothing declared outside it, so that together they do what they do apart.
func joinContent(all files) error {
	lists := contentList.FindAll(all["manifest.json"], -1)
	if len(lists) == 0 {
		return nil
	}
	if len(lists) > 1 {
		return fmt.Errorf("manifest.json: the scripts of content/ do not stand together")
	}
	var joined bytes.Buffer
	joined.WriteString("\"use strict\";\n")
	for part := range strings.SplitSeq(string(lists[0]), ",") {
		name := strings.Trim(strings.TrimSpace(part), `"`)
		script, there := all[name]
		if !there {
			return fmt.Errorf("manifest.json: %s is not part of the extension", name)
		}
		if body := bytes.TrimSpace(script); !bytes.HasSuffix(body, []byte("})();")) {
			return fmt.Errorf("%s is not one function that is called at once", name)
		}
		fmt.Fprintf(&joined, "\n// ---- %s ----\n\n%s", name, script)
		delete(all, name)
	}
	for name := range all {
		if strings.HasPrefix(name, "content/") {
			return fmt.Errorf("%s is no content script of the manifest", name)
		}
	}
	if _, twice := all[contentName]; twice {
		return fmt.Errorf("extension/%s: the build makes a file of this name itself", contentName)
	}
	all[contentName] = joined.Bytes()
	all["manifest.json"] = contentList.ReplaceAll(all["manifest.json"], []byte(`"`+contentName+`"`))
	return nil
}

// popupName is the module of the popup that imports all others; all of them are shipped as
// it alone.
const popupName = "popup/popup.js"

// joinPopup makes one script of the popup's modules, since the popup's program does not start
// before the last file has loaded. Of extension/popup only the files stay that the page loads
// separately.
func joinPopup(all files) error {
	if _, there := all[popupName]; !there {
		return nil
	}
	joined := imports(all, popupName)
	extension := api.Plugin{Name: "extension", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			name := path.Join(path.Dir(a.Importer), a.Path)
			if _, there := all[name]; !there {
				return api.OnResolveResult{}, fmt.Errorf("%s is not part of the extension", name)
			}
			return api.OnResolveResult{Path: name, Namespace: "extension", SideEffects: api.SideEffectsTrue}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "extension"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			text := string(all[a.Path])
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, nil
		})
	}}
	made := api.Build(api.BuildOptions{
		EntryPoints: []string{popupName}, Bundle: true, Plugins: []api.Plugin{extension},
		Format: api.FormatESModule, Target: api.ESNext, Charset: api.CharsetUTF8,
	})
	for _, m := range made.Errors {
		return errors.New("joining the popup: " + m.Text)
	}
	if len(made.OutputFiles) != 1 {
		return fmt.Errorf("joining the popup: %d files", len(made.OutputFiles))
	}
	var loaded []string // by pages
	for name, data := range all {
		if path.Ext(name) == ".html" {
			loaded = append(loaded, named(name, data)...)
		}
	}
	for name := range all {
		if strings.HasPrefix(name, "popup/") && !slices.Contains(loaded, name) {
			if !slices.Contains(joined, name) {
				return fmt.Errorf("%s is loaded by nothing", name)
			}
			delete(all, name)
		}
	}
	all[popupName] = made.OutputFiles[0].Contents
	return nil
}
