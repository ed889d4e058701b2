package session

import "testing"

func TestOneOf(t *testing.T) {
	const list = "|점심시간|점심|coffee break|break|a||"
	for s, want := range map[string]bool{
		"점심시간": true, "점심": true, "coffee break": true, "break": true, "a": true,
		"": false, "점": false, "시간": false, "coffee": false, "reak": false, "점심|coffee break": false, "|": false, "break|": false, "lunch": false, "\xec": false,
	} {
		if OneOf(s, list) != want {
			t.Errorf("OneOf(%q) is %t", s, !want)
		}
	}
	if OneOf("a", "") || OneOf("a", "a") || OneOf("a", "|a") {
		t.Error("a word without bars is one of a list")
	}
}
