//go:build !js

package infer

import (
	"fmt"
	"strconv"
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// featureNames are their names in the file of weights.
var featureNames = [nFeatures]string{
	"bias", "length", "distinct", "name", "room", "sentence", "heading", "strong", "class-title", "class-speaker", "class-room", "class-tag",
	"class-description", "class-time", "link", "link-session", "link-speaker", "link-out", "label-title", "label-speaker", "label-room", "label-other",
	"mark", "tiny", "brackets", "by", "beside", "digits", "recurs", "long", "fill", "multiple", "before-title", "next-to-title", "heard", "wider", "shorter", "track", "paragraph", "middling", "over-long", "after-time", "before-time", "cell",
}

// groupNames are those of the evidence of a group.
var groupNames = [nGroup]string{"bias", "title", "timed", "own-time", "speakers", "rooms", "many", "forward", "distinct", "session-links", "about",
	"breaks", "long-hours", "prices", "heading", "names", "same-times", "weekdays", "wordless", "hours", "rooms-for-titles", "sentences", "cover", "form", "quoted", "odd-minutes", "listed"}

// badLine is a line of a file of weights that is none.
type badLine string

func (b badLine) Error() string { return "weights: no weight in " + string(b) }

// ParseWeights reads a file of weights: lines "role feature number", and comments behind a
// number sign.
func ParseWeights(text string) (*Weights, error) {
	w := &Weights{}
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		line, _, _ = strings.Cut(line, "#")
		if line = ascii.Trim(line, " \t\r"); line == "" {
			continue
		}
		role, tail, _ := strings.Cut(line, " ")
		name, value, _ := strings.Cut(ascii.Trim(tail, " "), " ")
		v, err := strconv.ParseFloat(ascii.Trim(value, " "), 32)
		at := w.at(role, name)
		if err != nil || at == nil {
			return nil, badLine(line)
		}
		*at = float32(v)
	}
	return w, nil
}

func (w *Weights) at(role, feature string) *float32 {
	if role == "group" {
		for i, name := range groupNames {
			if name == feature {
				return &w.group[i]
			}
		}
		return nil
	}
	for k, name := range roleNames {
		if name != role {
			continue
		}
		for i, name := range featureNames {
			if name == feature {
				return &w.roles[k][i]
			}
		}
	}
	return nil
}

// String writes weights in the form that ParseWeights reads.
func (w *Weights) String() string {
	var b strings.Builder
	for k := titleRole; k < nRoles; k++ {
		for i, name := range featureNames {
			if v := w.roles[k][i]; v >= 0.005 || v <= -0.005 {
				fmt.Fprintf(&b, "%s %s %.2f\n", roleNames[k], name, v)
			}
		}
	}
	for i, name := range groupNames {
		if v := w.group[i]; v >= 0.005 || v <= -0.005 {
			fmt.Fprintf(&b, "group %s %.2f\n", name, v)
		}
	}
	return b.String()
}

// Go writes weights as the Go source of a file of this package, with comments above.
func (w *Weights) Go(comments string) string {
	var b strings.Builder
	b.WriteString("package infer\n\n" + comments + "\n// checkedIn are the weights that scripts/learn wrote.\nvar checkedIn = Weights{\n\troles: [nRoles][nFeatures]float32{\n")
	line := func(prefix, name string, v float32) {
		if v >= 0.005 || v <= -0.005 {
			fmt.Fprintf(&b, "%s: %.2f, ", prefix+constant(name), v)
		}
	}
	for k := titleRole; k < nRoles; k++ {
		fmt.Fprintf(&b, "\t\t%sRole: {", roleNames[k])
		for i, name := range featureNames {
			line("f", name, w.roles[k][i])
		}
		b.WriteString("},\n")
	}
	b.WriteString("\t},\n\tgroup: [nGroup]float32{")
	for i, name := range groupNames {
		line("g", name, w.group[i])
	}
	b.WriteString("},\n}\n")
	return strings.ReplaceAll(b.String(), ", }", "}")
}

// constant is the name of the constant of an evidence, behind its first letter: "class-title" is
// ClassTitle.
func constant(name string) string {
	out := ""
	for part := range strings.SplitSeq(name, "-") {
		out += strings.ToUpper(part[:1]) + part[1:]
	}
	return out
}
