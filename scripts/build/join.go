package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// contentName is the one script that those of extension/content are shipped as.
const contentName = "content.js"

// contentList is the part of the manifest's content scripts that stands in
// extension/content, in the order in which they run.
var contentList = regexp.MustCompile(`"content/[a-z]+\.js"(?:,\s*"content/[a-z]+\.js")*`)

// joinContent makes one script of those of extension/content, and has the manifest name
// it: a page starts one sooner than sixteen. Each is a function that is called at once,
// with nothing declared outside it, so that together they do what they do apart.
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
