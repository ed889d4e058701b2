package wire

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
)

// The id of a token, worked out with sha256sum and base64 beside this code.
func TestKnownToken(t *testing.T) {
	token := Token(bytes.Repeat([]byte{0xfb}, TokenBytes))
	const text = "Bearer -_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s"
	if got := token.Authorization(); got != text {
		t.Errorf("Authorization %q, want %q", got, text)
	}
	back, ok := ParseToken(text)
	if !ok || back != token {
		t.Errorf("ParseToken: %x, %v", back, ok)
	}
	const id = "456a04986c2572de19b058ef2ef20b00"
	if got := token.ID().String(); got != id {
		t.Errorf("id %s, want %s", got, id)
	}
	if parsed, ok := ParseID(id); !ok || !parsed.Equal(token.ID()) {
		t.Errorf("ParseID(%s): %v, %v", id, parsed, ok)
	}
}

func TestParseTokenRefuses(t *testing.T) {
	good := Token{1, 2, 3}.Authorization()
	if _, ok := ParseToken(good); !ok {
		t.Fatal("a good token is refused")
	}
	for name, s := range map[string]string{
		"empty":            "",
		"scheme only":      "Bearer ",
		"lower-case":       strings.ToLower(good[:6]) + good[6:],
		"two spaces":       "Bearer  " + good[7:],
		"other scheme":     "Basic " + good[7:],
		"short":            good[:len(good)-1],
		"long":             good + "A",
		"padded":           good + "=",
		"comma":            good + ",evil",
		"two":              good + ", " + good,
		"standard base64":  "Bearer " + base64.RawStdEncoding.EncodeToString(bytes.Repeat([]byte{0xfb}, 32)),
		"newline inside":   good[:20] + "\n" + good[21:],
		"unused bits set":  good[:len(good)-1] + "B",
		"space at the end": good + " ",
	} {
		if _, ok := ParseToken(s); ok {
			t.Errorf("%s: %q is taken", name, s)
		}
	}
}

func TestParseIDRefuses(t *testing.T) {
	good := Token{}.ID().String()
	for _, s := range []string{"", good[1:], good + "0", strings.ToUpper(good), "g" + good[1:], " " + good[1:], good[:31] + "\x00"} {
		if _, ok := ParseID(s); ok {
			t.Errorf("%q is taken", s)
		}
	}
}

func TestTag(t *testing.T) {
	tag := TagOf(7, HashOf([]byte("hello")))
	if got := tag.String(); got != `"7-2cf24dba"` {
		t.Errorf("tag %s", got)
	}
	for _, s := range []string{
		"", `""`, `*`, `"7"`, `7-2cf24dba`, `W/"7-2cf24dba"`, `"07-2cf24dba"`, `"+7-2cf24dba"`, `"0-2cf24dba"`, `"-1-2cf24dba"`,
		`"7-2CF24DBA"`, `"7-2cf24db"`, `"7-2cf24dbaa"`, `"7-2cf24dbg"`, `"9007199254740992-2cf24dba"`, `"7-2cf24dba", "8-2cf24dba"`, `"7 -2cf24dba"`,
	} {
		if got, ok := ParseTag(s); ok {
			t.Errorf("%s is taken as %v", s, got)
		}
	}
	if got, ok := ParseTag(`"9007199254740991-2cf24dba"`); !ok || got.Version != MaxVersion {
		t.Errorf("the largest version: %v, %v", got, ok)
	}
}

// What parses is written again as it was, and an error leaves nothing.
func FuzzParse(f *testing.F) {
	f.Add(Token{1}.Authorization())
	f.Add(Token{1}.ID().String())
	f.Add(`"7-2cf24dba"`)
	f.Add(`W/"7-2cf24dba"`)
	f.Add("Bearer ")
	f.Add("\"1-\x00\x00\x00\x00\x00\x00\x00\x00\"")
	f.Fuzz(func(t *testing.T, s string) {
		if token, ok := ParseToken(s); ok && token.Authorization() != s || !ok && token != (Token{}) {
			t.Errorf("token %q: %x, %v", s, token, ok)
		}
		if id, ok := ParseID(s); ok && id.String() != s || !ok && id != (ID{}) {
			t.Errorf("id %q: %x, %v", s, id, ok)
		}
		if tag, ok := ParseTag(s); ok && tag.String() != s || !ok && tag != (Tag{}) {
			t.Errorf("tag %q: %v, %v", s, tag, ok)
		}
	})
}
