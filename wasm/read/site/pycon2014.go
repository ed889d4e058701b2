package site

import "byeolpyo/wasm/model/session"

// The Django sites of 2014 to 2017 have the same pages as that of 2018 (pycon2018.go); they
// differ in the number spaces of their addresses. 2014 to 2016 print the times of both days
// on each day, and not in order.
//
//	https://www.pycon.kr/2014/programs/schedule/
//	https://archive.pycon.kr/2015/program/37
//	https://www.pycon.kr/2016apac/program/schedule/
//	https://www.pycon.kr/2017/en/program/sprint/3
var (
	pycon2014 = Profile{Name: "2014", Static: true, Timetable: "programs/schedule/", Years: []int{2014}, Language: "nav, .navbar", Links: djangoLinks[:1], Layouts: djangoLayouts}
	pycon2015 = Profile{Name: "2015", Static: true, Timetable: "programs/schedule/", Years: []int{2015}, Language: "nav, .navbar", Links: djangoLinks[:1], Layouts: djangoLayouts}
	pycon2016 = Profile{Name: "2016", Static: true, Timetable: "program/schedule/", Years: []int{2016}, Language: "nav, .navbar", Links: djangoLinks[:2], Layouts: djangoLayouts}
	pycon2017 = Profile{Name: "2017", Static: true, Timetable: "program/schedule/", Years: []int{2017}, Links: djangoLinks, Layouts: djangoLayouts}
)

var djangoLinks = []Link{
	{Path: "program/{int}", Sequence: "program", Kind: session.Talk},
	{Path: "program/tutorial/{int}", Sequence: "tutorial", Kind: session.Tutorial},
	{Path: "program/sprint/{int}", Sequence: "sprint", Kind: session.Sprint},
}
