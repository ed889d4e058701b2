package site_test

import (
	"testing"

	"byeolpyo/wasm/site"
)

func TestTimetable(t *testing.T) {
	for page, want := range map[string]string{
		"https://www.pycon.kr/2018/program/list/":           "https://www.pycon.kr/2018/program/schedule/",
		"https://www.pycon.kr/2018/en/program/37":           "https://www.pycon.kr/2018/en/program/schedule/",
		"https://www.pycon.kr/2018/program/schedule/":       "",
		"https://archive.pycon.kr/2014/programs/list/":      "https://archive.pycon.kr/2014/programs/schedule/",
		"https://www.pycon.kr/2016apac/program/list/":       "https://www.pycon.kr/2016apac/program/schedule/",
		"https://www.pycon.kr/en/2020/program/talks/":       "https://www.pycon.kr/en/2020/program/talk-schedule/",
		"https://2021.pycon.kr/session/list/":               "https://2021.pycon.kr/session/",
		"https://2022.pycon.kr/en/program/talks?x=1#y":      "https://2022.pycon.kr/en/program/talk-schedule",
		"https://2024.pycon.kr/session":                     "",
		"https://2026.pycon.kr/session":                     "",
		"https://2031.pycon.kr/session":                     "",
		"https://www.pycon.kr/2018/program/schedule/?x#day": "",
	} {
		if got := site.Timetable(page); got != want {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
}
