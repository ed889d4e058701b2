package families

import (
	"fmt"
	"strings"
)

var (
	levels    = []string{"Beginner", "Intermediate", "Advanced"}
	languages = []string{"KO", "EN"}
)

func topics(g *gen) []string {
	return words(g, []string{"데이터", "웹", "교육", "인프라", "오픈소스", "커뮤니티"}, []string{"Data", "Web", "Education", "Infrastructure", "Open Source", "Community"})
}

var subjects = [2][]string{
	{"작업 큐", "타입 힌트", "지도 데이터", "로그 수집기", "사내 위키", "배포 파이프라인", "그래프 저장소", "음성 비서", "문서 검색", "패키지 관리자", "테스트 더블", "캐시 계층", "메시지 버스", "화면 낭독기", "정규 표현식", "부동소수점", "이벤트 루프", "추천 시스템", "날씨 예측 모델", "가계부 앱", "번역 봇", "실험 관리 도구", "노트북 서버", "모바일 게이트웨이"},
	{"Task Queues", "Type Hints", "Map Tiles", "Log Collectors", "Wikis", "Release Trains", "Graph Stores", "Voice Assistants", "Document Search", "Package Managers", "Test Doubles", "Cache Layers", "Message Buses", "Screen Readers", "Regular Expressions", "Floating Point", "Event Loops", "Recommenders", "Weather Models", "Ledger Apps", "Translation Bots", "Lab Notebooks", "Notebook Servers", "Mobile Gateways"},
}

var sentences = [2][]string{
	{"작은 팀의 %s 운영기", "%s 처음부터 끝까지", "천만 건을 버티는 %s", "%s 다시 만들기, 그리고 남은 것들", "실전 %s: 실패에서 배운 열 가지", "%s 톺아보기", "우리에게 %s 같은 건 필요 없었다", "그 많던 %s 코드는 어디로 갔을까?", "%s, 그 3년의 기록", "파이썬으로 짜는 %s"},
	{"%s in Small Teams", "What %s Taught Us", "Rewriting %s: A Post-mortem", "Ten Years of %s", "%s from Scratch", "Do You Really Need %s?", "A Gentle Tour of %s", "%s at a Million Requests", "Notes on Teaching %s to Children", "Breaking %s on Purpose"},
}

// titles are all that there are, in an order of the page's own.
func (g *gen) titles() []string {
	lang := words(g, 0, 1)
	subjects := append([]string(nil), subjects[lang]...)
	shuffle(&g.random, subjects)
	var list []string
	for round := range 4 {
		for i, s := range subjects {
			list = append(list, fmt.Sprintf(sentences[lang][(i+round*3+int(g.seed%10))%len(sentences[lang])], s))
		}
	}
	return list
}

var (
	surnames  = []string{"김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "서", "신", "권", "황", "안", "송", "류", "홍"}
	given     = []string{"하늘", "바다", "초롱", "다온", "가람", "새벽", "시내", "한결", "보라", "누리", "마루", "소담", "여울", "이든", "나래", "아라", "두리", "미르", "라온", "해인"}
	firsts    = []string{"Nina", "Omar", "Lucia", "Ravi", "Greta", "Tomas", "Aiko", "Bela", "Carla", "Dmitri", "Elin", "Farid", "Hana", "Igor", "Jonas", "Katya", "Liam", "Mira", "Noor", "Piotr"}
	lasts     = []string{"Park", "Silva", "Okafor", "Lindqvist", "Moreau", "Tanaka", "Novak", "Haddad", "Berg", "Castillo", "Weiss", "Ferrari", "Kim", "O'Brien", "Larsen", "Ivanova", "Duarte", "Schmidt", "Rossi", "Yamada"}
	companies = [2][]string{
		{"별빛소프트", "바다랩", "하늘은행", "등대연구소", "여울데이터", "구름공방", "달빛게임즈", "한강로보틱스"},
		{"Starlight Soft", "Harbour Labs", "Northwind Bank", "Lighthouse Institute", "Rivulet Data", "Cloudworks", "Moonbeam Games", "Delta Robotics"},
	}
)

// people are as many as there are titles, each once.
func (g *gen) people() (list []person) {
	lang := words(g, 0, 1)
	a, b := surnames, given
	if !g.ko {
		a, b = firsts, lasts
	}
	a, b = append([]string(nil), a...), append([]string(nil), b...)
	shuffle(&g.random, a)
	shuffle(&g.random, b)
	for round := range 7 {
		for i := range a {
			parts := []string{a[i], b[(i+round)%len(b)]}
			list = append(list, person{strings.Join(parts, words(g, "", " ")), pick(&g.random, companies[lang])})
		}
	}
	return list
}
