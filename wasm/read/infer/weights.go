package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// role is what a column is in the records of a group.
type role uint8

const (
	noRole role = iota
	titleRole
	speakerRole
	roomRole
	nRoles
)

var roleNames = [nRoles]string{"nothing", "title", "speaker", "room"}

// The evidence of a group.
const (
	gBias      = iota
	gTitle     // what its title column scores
	gTimed     // share of records with a time
	gOwn       // of those that have it within
	gSpeaker   // share with a speaker
	gRoom      // with a room
	gMany      // records, on a scale of powers of two
	gForward   // share of times that are not before the one before
	gDistinct  // titles that differ
	gSession   // links to sessions' own pages
	gAbout     // the address says so
	gBreaks    // there are breaks between
	gLongHours // share of times that last more than four hours
	gPrice     // share of records with a price, a telephone number or an address
	gHeading   // a heading before says schedule, programme, talks
	gNames     // titles like names
	gRecur     // times at several places in the page: the same ones
	gWeekday   // titles that are days
	gWordless  // share of titles without a word of two letters
	gHours     // times that differ, of so many records
	gRoomy     // titles like rooms
	gSentence  // titles that are sentences
	gCover     // share of the page's times that are those of records
	gForm      // each record has a time, and they differ as those of sessions do
	gQuoted    // titles in quotation marks
	gOdd       // share of times that are not at five minutes
	gListed    // at an address of sessions, and each has a speaker
	nGroup
)

var groupNames = [nGroup]string{"bias", "title", "timed", "own-time", "speakers", "rooms", "many", "forward", "distinct", "session-links", "about",
	"breaks", "long-hours", "prices", "heading", "names", "same-times", "weekdays", "wordless", "hours", "rooms-for-titles", "sentences", "cover", "form", "quoted", "odd-minutes", "listed"}

// Weights say how much each piece of evidence speaks for a role, and for a group being a
// programme.
type Weights struct {
	roles [nRoles][nFeatures]float32
	group [nGroup]float32
}

var current *Weights

func weights() *Weights {
	if current == nil {
		w, err := ParseWeights(checkedIn)
		if err != nil {
			panic(err)
		}
		current = w
	}
	return current
}

// Use makes all later readings use w.
func Use(w *Weights) { current = w }

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
		v, ok := decimal(ascii.Trim(value, " "))
		at := w.at(role, name)
		if !ok || at == nil {
			return nil, badLine(line)
		}
		*at = v
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

// decimal reads "-1.25".
func decimal(s string) (v float32, ok bool) {
	minus := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	n, end := number(s, 0)
	v = float32(n)
	if end < len(s) && s[end] == '.' {
		unit := float32(0.1)
		for end++; end < len(s) && isDigit(s[end]); end++ {
			v += unit * float32(s[end]-'0')
			unit /= 10
		}
	}
	if minus {
		v = -v
	}
	return v, end == len(s) && end > 0
}

func (w *Weights) score(k role, f *[nFeatures]float32) float64 {
	sum := float32(0)
	for i, v := range f {
		sum += v * w.roles[k][i]
	}
	return float64(sum)
}
