package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
)

// oneOf reports whether a list "|a|b|" holds s.
func oneOf(s, list string) bool { return session.OneOf(s, list) }

// holds reports whether s contains one of words, "a|b|c".
func holds(s, words string) bool {
	for words != "" {
		w, rest, _ := strings.Cut(words, "|")
		if strings.Contains(s, w) {
			return true
		}
		words = rest
	}
	return false
}

// next parts a list "a|b|c" behind its first word, which is "" at its end.
func next(list string) (word, rest string) {
	word, rest, _ = strings.Cut(list, "|")
	return word, rest
}

// affixes are words "a|b|c" that texts begin or end with, kept by the byte that is told of
// them: most texts need none of them looked at.
type affixes struct {
	words string
	ends  bool
	by    []string // by that byte, once asked for
}

// of lists the words that t may begin or end with.
func (a *affixes) of(t string) string {
	if a.by == nil {
		a.by = make([]string, 256)
		for w, rest := next(a.words); w != ""; w, rest = next(rest) {
			a.by[a.at(w)] += w + "|"
		}
	}
	return a.by[a.at(t)]
}

// at is the last byte of a text, or of its first character: in Hangul the others tell less.
func (a *affixes) at(t string) byte {
	switch {
	case t == "":
		return 0
	case a.ends:
		return t[len(t)-1]
	case t[0] < 0xE0 || len(t) < 3:
		return t[0]
	}
	return t[2]
}

var (
	breakBegin = affixes{words: breakBegins}
	breakEnd   = affixes{words: breakEnds, ends: true}
	roomBegin  = affixes{words: roomBegins}
	roomEnd    = affixes{words: roomEnds, ends: true}
)

// label is what a word means that stands before values, or over a column of them.
type label uint8

const (
	noLabel label = iota
	timeLabel
	endLabel
	dateLabel
	titleLabel
	speakerLabel
	roomLabel
	trackLabel
	lengthLabel
	otherLabel
)

// labels are the words before values, by their meaning, in the languages of the pages.
var labels = [...]struct {
	label label
	words string
}{
	{timeLabel, "|시간|시각|발표 시간|발표시간|발표 시각|발표시각|일시|발표 일시|일정|시간대|시작|시작 시간|time|times|when|access_time|start|starts|start time|session time|date & time|date and time|datetime|presentation time|schedule|slot|hour|時間|時刻|開始|日時|uhrzeit|zeit|hora|horario|horário|heure|horaire|ora|orario|tijd|"},
	{endLabel, "|종료|종료 시간|끝|end|ends|end time|終了|"},
	{dateLabel, "|날짜|발표 날짜|date|day|日付|日期|"},
	{titleLabel, "|제목|발표 제목|주제|발표 주제|세션|세션명|세션 제목|발표|프로그램|강연|강연 제목|내용|강의명|강좌명|행사|title|talk|talks|session|session title|topic|subject|program|programme|presentation|activity|what|event|タイトル|題名|内容|主題|議程|題目|título|charla|ponencia|titre|sujet|conférence|titel|thema|vortrag|titolo|argomento|intervento|palestra|onderwerp|"},
	{speakerLabel, "|연사|강사|발표자|발표자 소개|발표자 정보|발표|연사자|강연자|진행|진행자|사회|사회자|패널|tutor|about the speaker|speaker|speakers|speaker(s)|presenter|presenters|presented by|instructor|instructors|host|hosts|by|who|with|person|people|account_circle|name|moderator|講演者|発表者|講者|講師|スピーカー|登壇者|ponente|ponentes|orador|palestrante|orateur|intervenant|conférencier|referent|referentin|sprecher|vortragende|relatore|relatori|spreker|이름|성함|소속/이름|이름/소속|"},
	{roomLabel, "|장소|발표 장소|발표장|강의실|강연장|룸|홀|방|room|rooms|venue|location|where|place|location_on|hall|會場|会場|場所|地點|部屋|sala|lugar|salle|lieu|raum|ort|saal|aula|luogo|zaal|"},
	{trackLabel, "|트랙|track|tracks|トラック|"},
	{lengthLabel, "|길이|소요 시간|소요시간|강연시간|발표 길이|duration|length|"},
	{otherLabel, "|난이도|등급|수준|언어|대상|태그|분야|카테고리|키워드|비고|소속|회사|자료|발표자료|발표 자료|영상|구분|종류|형식|소개|level|language|tags|tag|category|keywords|type|format|audience|company|affiliation|slides|video|links|materials|notes|difficulty|topic area|"},
}

// longestLabel is the length in bytes of the longest text that is looked at as a label.
const longestLabel = 40

// labelOf tells the meaning of a whole text as a label. "시간 / Time" says it twice.
func labelOf(text string) label {
	if len(text) > longestLabel || text == "" {
		return noLabel
	}
	t := ascii.Trim(ascii.Lower(text), " :：·-|[]()【】")
	if l := exactLabel(t); l != noLabel {
		return l
	}
	if l, end := picture(t); end == len(t) {
		return l
	}
	for _, cut := range [...]string{"/", "(", " ", "·"} {
		if a, b, ok := strings.Cut(t, cut); ok {
			if l := exactLabel(ascii.Trim(a, " ")); l != noLabel && (l == exactLabel(ascii.Trim(b, " )")) || cut == "(") {
				return l
			}
		}
	}
	return noLabel
}

// pictures stand before values as words do: a clock, a pin, a microphone.
var pictures = [...]struct {
	label label
	signs string
}{
	{timeLabel, "🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧⏰⏱⏲🕰⌚⌛⏳"},
	{dateLabel, "📅📆🗓"},
	{roomLabel, "📍🏢🏛🏠📌🚪"},
	{speakerLabel, "🎤🎙👤👥🗣🙋🧑👩👨"},
}

// picture tells what a sign means that a text begins with, and where what follows begins.
func picture(t string) (l label, end int) {
	if len(t) < 3 || t[0] != 0xE2 && t[0] != 0xF0 {
		return noLabel, 0
	}
	for i, c := range t {
		if i > 0 {
			end = i
			break
		}
		for _, p := range pictures {
			if strings.ContainsRune(p.signs, c) {
				l, end = p.label, len(t)
			}
		}
		if l == noLabel {
			return noLabel, 0
		}
	}
	for _, more := range [...]string{"\ufe0f", "\u200d💼", "\u200d💻", "\u200d🏫"} { // what makes one sign of two
		if rest, ok := strings.CutPrefix(t[end:], more); ok {
			end = len(t) - len(rest)
		}
	}
	return l, end
}

// labelled are the labels by their words, once one was asked for.
var labelled map[string]label

func exactLabel(t string) label {
	if labelled == nil {
		labelled = map[string]label{}
		for i := len(labels) - 1; i >= 0; i-- { // the first meaning counts
			for _, word := range strings.Split(ascii.Trim(labels[i].words, "|"), "|") {
				labelled[word] = labels[i].label
			}
		}
	}
	return labelled[t]
}

// breaks are the words for what is in a programme and no session. A whole one is all of a
// title, but for what stands in brackets; one that begins or ends a title does so within
// few words.
const (
	breakWhole = "|휴식|휴식시간|쉬는시간|쉬는 시간|휴식 시간|점심|점심시간|점심 시간|점심식사|점심 식사|저녁|저녁식사|등록|입장|입장 및 등록|퇴장|간식|간식시간|다과|티타임|중식|석식|브레이크|이동|정리|네트워킹 및 휴식|" +
		"|break|breaks|lunch|breakfast|dinner|brunch|coffee|tea|registration|check-in|checkin|doors open|doors|intermission|recess|snack|snacks|pause|mittagspause|pausa|pauze|descanso|almuerzo|comida|café|almoço|intervalo|déjeuner|pranzo|mittagessen|einlass|anmeldung|accueil|registro|registrazione|credenciamento|" +
		"|休憩|昼休み|開場|受付|昼食|ランチ|休息|午餐|入場|報到|茶點|茶歇|午休|签到|簽到|懇親会|"
	breakBegins = "휴식|점심|쉬는|참가 등록|참가자 등록|현장 등록|현장등록|등록 및|등록 확인|참가등록|입장 및|입장 /|커피|간식|저녁 식사|경품 추첨|경품추첨|브레이크|티 타임|중식|체크인|coffee|lunch|break time|break program|break /|break -|break:|breakfast|registration|tea break|tea time|morning break|afternoon break|dinner|short break|long break|refreshment|pausa|pause|kaffeepause|descanso|almuerzo|almoço|déjeuner|pranzo|mittagspause|coffee-break|koffiepauze|check-in|doors open|休憩|昼休|開場|受付|懇親会|休息|午餐|入場|報到"
	breakEnds   = "휴식|쉬는시간|쉬는 시간|휴식시간|점심시간|점심식사|점심|등록|경품추첨|break|lunch|lunch break|coffee break|registration|時間"
)

// isBreak reports whether a title, long or short, names what is no session.
func isBreak(title string) bool {
	t := ascii.Lower(ascii.Trim(plain(title), " "))
	for t != "" && t[0] >= 0xF0 || strings.HasPrefix(t, "☕") { // an emoji before
		_, rest, ok := strings.Cut(t, " ")
		if !ok || rest == "" {
			break
		}
		t = rest
	}
	const longest = 60
	if len(t) > longest {
		return false
	}
	if session.IsBreak(title) {
		return true
	}
	if i := strings.IndexByte(t, '('); i > 0 && (t[i-1] == ' ' || t[0] >= 0x80) {
		t = ascii.Trim(t[:i], " ")
	}
	if oneOf(t, breakWhole) {
		return true
	}
	words := strings.Count(t, " ") + 1
	for w, rest := next(breakBegin.of(t)); w != ""; w, rest = next(rest) {
		if rest := strings.TrimPrefix(t, w); len(rest) < len(t) && words <= 5 && (w[0] < 0x80 && !isLetter(t, len(w)) && !strings.HasPrefix(rest, "(") || w[0] >= 0x80 && !topical(rest)) {
			return true
		}
	}
	for w, rest := next(breakEnd.of(t)); w != ""; w, rest = next(rest) {
		if strings.HasSuffix(t, w) && words <= 3 && len(t) <= 30 && !isLetter(t, len(t)-len(w)-1) && w != "時間" {
			return true
		}
	}
	return false
}

// topical reports whether a Korean word goes on as part of a sentence: "점심시간에 배우는".
func topical(rest string) bool {
	if strings.Count(rest, " ") > 1 && !strings.ContainsAny(rest, "+/&,") {
		return true
	}
	for _, p := range [...]string{"에 ", "에서", "의 ", "으로", "을 ", "를 ", "시간에", "하는", "처럼"} {
		if strings.HasPrefix(rest, p) {
			return true
		}
	}
	return false
}

// tagWords are marks on a session that are neither title nor name: levels, languages,
// kinds and what buttons say.
const tagWords = "|초급|중급|상급|고급|입문|전체|초보|중급자|beginner|intermediate|advanced|experienced|expert|novice|all levels|basic|" +
	"|영어|한국어|국문|영문|english|korean|japanese|chinese|日本語|中文|ko|en|kor|eng|kr|jp|ja|zh|" +
	"|동영상|영상|슬라이드|발표자료|발표 자료|자료|비디오|video|videos|slide|slides|pdf|live|recording|materials|녹화 불가|촬영 불가|watch|links|link|ppt|" +
	"|talk|talks|발표|세션|session|keynote|키노트|tutorial|튜토리얼|workshop|워크숍|panel|lightning|lightning talk|정규 세션|일반 세션|라이트닝 토크|" +
	"|자세히|자세히 보기|더보기|상세|상세보기|more|more info|details|detail|read more|view|추가|빼기|대기 중|대기중|담기|add|remove|new|온라인|online|오프라인|offline|speaker|speakers|발표자|신청|신청하기|register|bookmark|share|공유|" +
	"|am|pm|kst|오전|오후|"

// tagged are those words, once one was asked for.
var tagged map[string]bool

// isTag reports whether a whole text is a mark.
func isTag(text string) bool {
	if len(text) > 48 {
		return false
	}
	t := ascii.Trim(ascii.Lower(text), " []()#")
	if tagged == nil {
		tagged = map[string]bool{}
		for _, word := range strings.Split(tagWords, "|") {
			tagged[word] = word != ""
		}
	}
	if tagged[t] || len(text) > 1 && text[0] == '#' && strings.IndexByte(text, ' ') < 0 {
		return true
	}
	n, end := number(t, 0)
	return end > 0 && n >= 0 && (end == len(t) || oneOf(t[end:], "|표|명|회|"))
}

// deadlineWords stand beside dates that are not the conference's.
const deadlineWords = "모집|마감|접수|신청 기간|제출|까지|예매|오픈|공지|발표일|업데이트|작성|등록일|게시|deadline|cfp|submission|until|due|apply|early bird|tickets on sale|ticket sale|published|posted|updated|notification|copyright|©|締切|募集|announce|since|last modified"

// roomWords end or begin the names of rooms.
const (
	roomEnds   = "홀|호|관|룸|실|층|극장|스튜디오|라운지|연회장|컨퍼런스룸|오디토리움|회견장|강당|무대|hall|room|theater|theatre|auditorium|stage|lounge|ballroom|arena|lab|studio|lobby|space|會場|会場|講堂|教室|会議場|会議室|室|廳|厅|ホール|ルーム"
	roomBegins = "room |sala |salle |raum |saal |aula |zaal |salón |hall |auditorium|stage |ballroom|studio |lab |theater |컨벤션|그랜드|room|홀 |룸 "
	trackBegin = "track|트랙|トラック|session track|stream "
)

// roomLike tells how much a text is like the name of a room, from 0 to 1.
func roomLike(text string) float64 {
	if len(text) > 60 || text == "" || strings.Count(text, " ") > 5 {
		return 0
	}
	t := ascii.Trim(ascii.Lower(plain(text)), " ()[]")
	if i := strings.IndexByte(t, '('); i > 2 {
		t = ascii.Trim(t[:i], " ")
	}
	for w, rest := next(trackBegin); w != "" && len(t) < 20; w, rest = next(rest) {
		if strings.HasPrefix(t, w) {
			return 0.6
		}
	}
	if strings.HasSuffix(t, "트랙") && len(t) < 24 {
		return 0.6
	}
	digit := strings.ContainsAny(t, "0123456789")
	if i := strings.LastIndexByte(t, ' '); i > 2 && len(t)-i <= 4 && (isDigit(t[i+1]) || len(t)-i == 2) { // "Conference Hall 5"
		t = t[:i]
	}
	for w, rest := next(roomEnd.of(t)); w != ""; w, rest = next(rest) {
		if strings.HasSuffix(t, w) && (w != "호" || digit) && (w != "층" || digit) && (w[0] >= 0x80 && (len(t) > len(w) || len(w) > 9) || w[0] < 0x80 && !isLetter(t, len(t)-len(w)-1)) {
			return 1
		}
	}
	for w, rest := next(roomBegin.of(t)); w != ""; w, rest = next(rest) {
		if strings.HasPrefix(t, w) && (len(t) < 12 || digit) && (w[len(w)-1] != 'm' || !isLetter(t, len(w))) {
			return 1
		}
	}
	if code(t, 4) || numbers(t) {
		return 0.5
	}
	return 0
}

// numbers reports whether a text is the numbers of several rooms: "101/102".
func numbers(t string) bool {
	n := 0
	for _, part := range strings.FieldsFunc(t, func(c rune) bool { return c == '/' || c == ',' || c == ' ' || c == '~' }) {
		if n++; len(part) != 3 || !code(part, 3) {
			return false
		}
	}
	return n > 1 && n < 5
}

// code reports whether a text of at most so many bytes is letters and then digits, "R0",
// or digits alone that number a room.
func code(t string, most int) bool {
	i := 0
	for i < len(t) && lower(t[i]) >= 'a' && lower(t[i]) <= 'z' {
		i++
	}
	_, end := number(t, i)
	return len(t) <= most && len(t) > 1 && end > i && end == len(t) && i <= 2 && (i > 0 || len(t) == 3)
}

// trackOnly reports whether a text names a track and no room: "Track A".
func trackOnly(text string) bool {
	t := ascii.Lower(plain(text))
	return holds(t, "track|트랙|トラック") && !holds(t, "hall|room|홀|룸")
}
