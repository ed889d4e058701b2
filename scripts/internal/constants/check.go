package constants

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/model/records"
)

// homonyms are the scripts that may contain a stored record's key, without the slash of a
// prefix, because it means something else there: an element, a name of the picture's choices, a
// field.
var homonyms = map[string][]string{
	"aside":     {"content/tree.js"},
	"before":    {"popup/picture.js"},
	"export":    {"sync.js"},
	"friend":    {"import.js", "popup/cards.js"},
	"grid":      {"content/layout.js"},
	"look":      {"popup/picture.js"},
	"own":       {"popup/own.js", "popup/popup.js"},
	"reminders": {"popup/reminders.js"},
	"trouble":   {"popup/tab.js"},
}

// ports are the scripts at the two ends of the port to the frame, over which calls go as
// messages.
var ports = []string{"content/inframe.js", "frame.js"}

// made are the globals that Go knows of, or makes.
var made = Globals()

// ours are the globals that only scripts know: what they share with each other, and the content
// script's parts.
var ours = []string{
	"byeolpyoCompiled", "byeolpyoGo", "byeolpyoPixels", "byeolpyoServer",
	"byeolpyoTree", "byeolpyoStar", "byeolpyoSeat", "byeolpyoLayout", "byeolpyoRoom", "byeolpyoFit", "byeolpyoRefit", "byeolpyoStars", "byeolpyoToast", "byeolpyoPage",
	"byeolpyoStored", "byeolpyoSiteStorage", "byeolpyoTrouble", "byeolpyoOffer", "byeolpyoHydration", "byeolpyoReading", "byeolpyoInFrame",
}

var (
	declared  = regexp.MustCompile(`\b(?:const|let|var|function|class)\s+(\w+)`)
	taken     = regexp.MustCompile(`\b(?:const|let|var)\s*\{([^{}]*)\}\s*=\s*([\w.]+)`)
	imports   = regexp.MustCompile(`\bimport\s*\{([^{}]*)\}\s*from\b`)
	constant  = regexp.MustCompile(`(?:^|[^\w.$])([A-Z][A-Z_]*(?:\.[A-Z][A-Z0-9_]*)?)\b`)
	grouped   = regexp.MustCompile(`(?:^|[^\w.$])([A-Z]+)\.([A-Z][A-Z0-9_]*)\b`)
	assigned  = regexp.MustCompile(`(?:^|[^\w.$])(?:[A-Z]+\.[A-Z][A-Z0-9_]*|byeolpyoConstants[\w.]*)\s*=[^=>]`)
	verb      = regexp.MustCompile("\\b(act|take|event|" + Send + ")\\(\\s*[\"'`]")
	field     = regexp.MustCompile(`\bbyeolpyo\s*:|\b(?:message|answer|data)\??\.byeolpyo\b`)
	message   = regexp.MustCompile("(?:\\[FIELD\\]\\s*(?:[!=]==|:)|\\b" + Is + "\\(\\s*\\w+,)\\s*[\"'`]")
	asked     = regexp.MustCompile("\\b(?:(?:local|session|sync)\\.(?:get|remove|set)|readStored)\\(\\s*(?:\\[\\s*)?(?:[\"'`]|\\{\\s*\\w)")
	property  = regexp.MustCompile(`\b(?:changes|stored|values|all)\??\.(\w+)`)
	unpacked  = regexp.MustCompile(`\{([^{}]*)\}\s*=\s*await\s+(?:chrome\.storage|asked)`)
	parameter = regexp.MustCompile(`\(\{([^{}()]*)\}\)\s*=>`)
	untyped   = regexp.MustCompile(`\bruntime\??\.sendMessage\b`)
	global    = regexp.MustCompile(`\bbyeolpyo[A-Z]\w*`)
	word      = regexp.MustCompile(`\w+`)
)

// Load reads the scripts below a directory, by name.
func Load(dir string) (map[string]string, error) {
	sources := map[string]string{}
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".js" {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, file)
		sources[filepath.ToSlash(name)] = string(data)
		return err
	})
	return sources, err
}

// Check returns what is wrong with scripts, by name, as far as they know what Go knows: each
// key, message, verb and number that both use has to come from here.
func Check(sources map[string]string) (wrong []string) {
	scripts := map[string]script{}
	all := All()
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		s := inspect(name, sources[name], all)
		scripts[name] = s
		wrong = append(wrong, s.wrong...)
	}
	return append(wrong, used(scripts, all)...)
}

// inspect reads one script and finds what is wrong with it alone.
func inspect(name, source string, all []Constant) script {
	s := read(source)
	s.names = names(s.code)
	for _, what := range s.check(name, all) {
		s.wrong = append(s.wrong, name+": "+what)
	}
	return s
}

// check looks at one script.
func (s script) check(name string, all []Constant) (wrong []string) {
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	known := map[string]bool{}  // by path
	groups := map[string]bool{} // and single names
	for _, c := range all {
		known[c.Path()] = true
		top, _, _ := strings.Cut(c.Path(), ".")
		groups[top] = true
	}
	// The names of constants have no other meaning, and are not assigned.
	for _, m := range declared.FindAllStringSubmatch(s.code, -1) {
		if groups[m[1]] || m[1] == Global {
			say("%s is declared here and not taken from %s", m[1], Global)
		}
	}
	for _, m := range taken.FindAllStringSubmatch(s.code, -1) {
		ours := strings.TrimPrefix(m[2], "globalThis.") == Global
		for _, n := range word.FindAllString(m[1], -1) {
			if ours != groups[n] && (ours || !strings.Contains(m[1], "["+n)) {
				say("%s is taken from %s", n, m[2])
			}
		}
	}
	for _, m := range grouped.FindAllStringSubmatch(s.code, -1) {
		if groups[m[1]] && !known[m[1]+"."+m[2]] {
			say("there is no %s.%s", m[1], m[2])
		}
	}
	if m := assigned.FindString(s.code); m != "" {
		say("a constant is changed: %s", strings.TrimSpace(m))
	}
	// Messages and verbs.
	for _, m := range verb.FindAllString(s.code, -1) {
		say("the verb of %s is written by hand", m)
	}
	if field.MatchString(s.code) {
		say("the field of a message is written by hand")
	}
	if message.MatchString(s.code) {
		say("the name of a message is written by hand")
	}
	if untyped.MatchString(s.code) {
		say("a message is sent past %s, which knows what it carries", Send)
	}
	if slices.Contains(ports, name) {
		for _, n := range protocol.All() {
			over := strings.HasPrefix(n.Const, "Page") || strings.HasPrefix(n.Const, "Content")
			if over && slices.ContainsFunc(s.literals, func(l literal) bool { return l.text == n.Value }) {
				say("%s is the name of a call, written by hand", n.Value)
			}
		}
	}
	for _, g := range global.FindAllString(s.code, -1) {
		if !slices.Contains(made, g) && !slices.Contains(ours, g) {
			say("nothing is known of the global %s", g)
		}
	}
	// Keys of storage.
	exact := map[string]bool{}
	for _, r := range records.All() {
		if r.Area == records.Own {
			continue
		}
		bare, prefix := strings.CutSuffix(r.Key, "/")
		exact[bare] = true
		for _, l := range s.literals {
			switch {
			case prefix && strings.HasPrefix(l.text, r.Key),
				(l.text == bare || l.regex && slices.Contains(word.FindAllString(l.text, -1), bare)) && !slices.Contains(homonyms[bare], name):
				say("%s is the key of a record", l.text)
			}
		}
	}
	if m := asked.FindString(s.code); m != "" {
		say("a key of storage is written by hand: %s", m)
	}
	for _, m := range property.FindAllStringSubmatch(s.code, -1) {
		if exact[m[1]] {
			say("a key of storage is written by hand: %s", m[0])
		}
	}
	for _, pattern := range []*regexp.Regexp{unpacked, parameter} {
		for _, m := range pattern.FindAllStringSubmatch(s.code, -1) {
			for _, part := range strings.Split(m[1], ",") {
				n, _, _ := strings.Cut(strings.TrimSpace(part), " ")
				if exact[n] && (pattern == unpacked || strings.Contains(s.code, "storage")) {
					say("a key of storage is written by hand: %s", m[0])
				}
			}
		}
	}
	return wrong
}

// used returns the constants that scripts have to use and do not, and where the table of records
// names other scripts than those that name the record.
func used(scripts map[string]script, all []Constant) (wrong []string) {
	for _, c := range all {
		for _, name := range c.Scripts {
			s, there := scripts[name]
			if !there || !s.names[c.Path()] {
				wrong = append(wrong, fmt.Sprintf("%s: does not use %s", name, c.Path()))
			}
		}
	}
	for _, r := range records.All() {
		if r.Area == records.Own {
			continue
		}
		path := "KEY." + upper(strings.TrimSuffix(strings.TrimSuffix(r.Const, "Key"), "Prefix"))
		for _, name := range slices.Sorted(maps.Keys(scripts)) {
			uses := scripts[name].names[path] ||
				slices.Contains(records.Opening[:], r.Key) && scripts[name].names["WANTED"] ||
				slices.Contains(records.Synced[:], r.Key) && scripts[name].names["PICKS"]
			if listed := slices.Contains(slices.Concat(r.Writers, r.Readers), name); uses != listed {
				wrong = append(wrong, fmt.Sprintf("%s: uses %s: %v, and is named for it in wasm/model/records: %v", name, path, uses, listed))
			}
		}
		for _, who := range slices.Concat(r.Writers, r.Readers) {
			if _, there := scripts[who]; strings.HasSuffix(who, ".js") && !there {
				wrong = append(wrong, fmt.Sprintf("%s: there is no script %s", r.Key, who))
			}
		}
	}
	return wrong
}

// names are the constants that code uses, by path, beside where it takes or imports them.
func names(code string) map[string]bool {
	code = imports.ReplaceAllString(code, "")
	code = taken.ReplaceAllStringFunc(code, func(m string) string {
		if strings.HasSuffix(m, Global) {
			return ""
		}
		return m
	})
	all := map[string]bool{}
	for _, m := range constant.FindAllStringSubmatch(code, -1) {
		all[m[1]] = true
	}
	return all
}
