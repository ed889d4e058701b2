package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// evidence measures a group.
func (g *group) evidence(w *Weights) {
	r := g.r
	f := &g.group
	f[gBias] = 1
	f[gTitle] = float32(min(max(g.score, -4), 10))
	if k, ok := g.index[g.titles[0]]; ok {
		f[gTitle] = float32(w.score(titleRole, &g.members[k].features))
	}
	g.when = g.times()
	n := float32(len(g.recs))
	seen := map[string]bool{}
	breaks, rooms, speakers, links, prices, names, days, wordless := 0, 0, 0, 0, 0, float32(0), 0, 0
	own, forward, pairs, long, spans, odd := 0, 0, 0, 0, 0, 0
	roomy, sentences, quoted := float32(0), float32(0), float32(0)
	hours := map[clock]bool{}
	covered := map[int32]bool{}
	last := clock(-1)
	for k := range g.recs {
		rec := &g.recs[k]
		p := &r.pieces[rec.title]
		seen[p.text] = true
		if p.pause() {
			breaks++
		}
		names += float32(p.nameLike())
		if c := p.text; strings.HasPrefix(c, "“") || strings.HasPrefix(c, "\"") || strings.HasPrefix(c, "‘") {
			quoted++
			g.reported += count(reports(c))
		}
		roomy += float32(p.roomLike())
		if strings.HasSuffix(p.text, ".") || strings.Contains(p.text, ". ") || strings.HasSuffix(p.text, "니다") || strings.HasSuffix(p.text, "요!") {
			sentences++
		}
		if weekdayOnly(p.text) || p.is(isDate|isOrd) {
			days++
		}
		if !wordy(p.text) {
			wordless++
		}
		if r.leadsTo(p.link) == hrefSession {
			links++
		}
		hasSpeaker, hasRoom, hasPrice := false, false, false
		g.each(rec, func(i int32) {
			switch g.roleOf(i) {
			case speakerRole:
				hasSpeaker = true
			case roomRole:
				hasRoom = true
			}
			hasPrice = hasPrice || r.pieces[i].price()
		})
		speakers += count(hasSpeaker)
		rooms += count(hasRoom)
		prices += count(hasPrice)
		t := g.when[k]
		if t.start < 0 {
			continue
		}
		own += count(t.own)
		hours[t.start] = true
		odd += count(t.start%5 != 0)
		covered[t.at] = true
		if last >= 0 {
			pairs++
			forward += count(t.start >= last)
		}
		last = t.start
		if t.end >= 0 {
			spans++
			long += count(t.end-t.start > 4*60)
		}
	}
	f[gTimed] = float32(g.timed) / n
	if g.timed > 0 {
		f[gOwnTime] = float32(own) / float32(g.timed)
		f[gOddMinutes] = float32(odd) / float32(g.timed)
		f[gHours] = float32(len(hours)) / float32(g.timed)
	}
	f[gSpeakers], f[gRooms] = float32(speakers)/n, float32(rooms)/n
	f[gMany] = float32(min(log2(len(g.recs)), 6)) / 4
	if pairs > 0 {
		f[gForward] = float32(forward) / float32(pairs)
	}
	f[gDistinct] = float32(len(seen)) / n
	f[gSessionLinks] = float32(links) / n
	f[gAbout] = float32(count(r.about))
	f[gBreaks] = float32(count(breaks > 0 && g.timed > 0))
	if spans > 0 {
		f[gLongHours] = float32(long) / float32(spans)
	}
	f[gPrices] = float32(prices) / n
	f[gNames] = names / n
	f[gQuoted] = quoted / n
	if len(g.recs) > 2 && f[gTimed] > 0.9 && f[gHours] > 0.3 && pairs > 0 && forward*10 >= pairs*7 {
		f[gForm] = 1
	}
	if f[gSessionLinks] > 0.9 && f[gDistinct] > 0.8 { // links to sessions, each to its own
		f[gForm] = 1
	}
	if r.about && f[gSpeakers] >= 0.6 && g.named() && len(g.recs) > 4 && f[gNames] < 0.3 {
		f[gListed] = 1
	}
	f[gRoomsForTitles] = roomy / n
	f[gSentences] = sentences / n
	f[gWeekdays] = float32(days) / n
	f[gWordless] = float32(wordless) / n
	if r.times > 0 {
		f[gCover] = min(float32(len(covered))/float32(r.times), 1)
	}
	f[gHeading] = float32(count(g.headed()))
}

// reports tells whether a text that begins with a quotation goes on behind it: it tells of a talk,
// as news and lists of changes do: "“Title” by Nina Park".
func reports(text string) bool {
	for _, end := range [...]string{"”", "\" ", "’ "} {
		if i := strings.LastIndex(text, end); i > 0 && wordy(text[i+len(end):]) {
			return true
		}
	}
	return false
}

// named reports whether what is taken for speakers reads as names, or is called so.
func (g *group) named() bool {
	for k, as := range g.roles {
		if f := &g.members[k].features; as == speakerRole && f[fName]+f[fClassSpeaker]+f[fLabelSpeaker]+f[fLinkSpeaker]+f[fBeside] >= 0.4 {
			return true
		}
	}
	return false
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// wordy reports whether a text has a word of two letters.
func wordy(s string) bool {
	n := 0
	for i := 0; i < len(s); i++ {
		if isLetter(s, i) {
			if n++; n > 1 {
				return true
			}
		} else {
			n = 0
		}
	}
	return false
}

// priced reports whether a text has a price, a telephone number or a street's.
func priced(s string) bool {
	if len(s) > 200 {
		return false
	}
	const most = 10 // numbers that are looked at
	for k, n := 0, 0; k < len(s) && n < most; k++ {
		if !isDigit(s[k]) {
			continue
		}
		_, end := number(s, k)
		for _, w := range [...]string{"€", "£", "₩", "$", "원", "円"} {
			if hasAt(s, end, w) || hasAt(s, k-len(w), w) || k > 0 && s[k-1] == ' ' && hasAt(s, k-len(w)-1, w) {
				return true
			}
		}
		k = end
		n++
	}
	return holds(s, "☎|Tel.|tel:|TEL")
}

func hasAt(s string, i int, word string) bool {
	return i >= 0 && i+len(word) <= len(s) && s[i:i+len(word)] == word
}

// programmeWords are what a programme is called.
const programmeWords = "schedule|programme|program|timetable|agenda|sessions|talks|프로그램|시간표|타임테이블|일정|세션|스케줄|발표|タイムテーブル|議程|presentations"

// headed reports whether a heading over the group says what it is.
func (g *group) headed() bool {
	r := g.r
	from := g.recs[0].from
	for k := 0; k < 12; k++ {
		i := int(from) - 1 - k
		if i < 0 {
			break
		}
		p := &r.pieces[i]
		if len(p.text) > 60 || p.is(inMenu) {
			continue
		}
		if holds(ascii.Lower(p.text), programmeWords) {
			return true
		}
	}
	return false
}
