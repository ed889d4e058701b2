package vault

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"byeolpyo/api/wire"
)

var update = flag.Bool("update", false, "write testdata/vectors.txt anew")

const vectorsPath = "testdata/vectors.txt"

// outcomes are those that a vector may expect.
var outcomes = map[string]error{
	"success": nil, "code failure": ErrCode, "newer code": ErrVersion,
	"size failure": ErrSize, "auth failure": ErrOpen, "padding failure": ErrPadding,
}

// vectors makes the text: what a body consists of, and how each possible error is reported.
func vectors() string {
	var b strings.Builder
	b.WriteString(`# Vectors of the vault format, version 1.
#
# code     bech32m, prefix byp: version byte 1, secret (16 bytes), in a QR form also
#          the vault's version (8 bytes, big-endian) and the first 8 bytes of its hash
# auth     HKDF-SHA256(secret, no salt, "pyconkr-picks/v1/auth", 32 bytes)
# id       the first 16 bytes of SHA-256(auth)
# key      HKDF-SHA256(secret, no salt, "pyconkr-picks/v1/seal", 32 bytes)
# of       "notes" for the vault of notes: "notes/auth" and "notes/seal" in place of the
#          last parts of these two names
# padded   length of plain (4 bytes, big-endian), plain, zeros up to 4, 16 or 60 KiB
# body     nonce (24 bytes), XChaCha20-Poly1305(key, nonce, padded,
#          AAD "pyconkr-picks/v1\0", id, version as 8 bytes big-endian)
# hash     SHA-256(body)
#
# plain is in hex, and as often as "times" says; body is in base64. "expect" is
# success or how opening the body, or reading the code, has to fail.
`)
	block := func(expect, comment string, fields ...string) {
		fmt.Fprintf(&b, "\nexpect: %s\n", expect)
		if comment != "" {
			fmt.Fprintf(&b, "comment: %s\n", comment)
		}
		for i := 0; i < len(fields); i += 2 {
			fmt.Fprintf(&b, "%s: %s\n", fields[i], fields[i+1])
		}
	}
	s := secret(1)
	k := s.Keys()
	for i, text := range []string{"", "별표", strings.Repeat("x", 100)} {
		times := []int{1, 1, 614}[i]
		version := []int64{1, 2, wire.MaxVersion}[i]
		s := secret(byte(i * 50))
		k := s.Keys()
		body, err := k.Seal(nonce(byte(i)), version, bytes.Repeat([]byte(text), times))
		if err != nil {
			panic(err)
		}
		n := nonce(byte(i))
		fields := []string{"code", s.Code(), "auth", hex.EncodeToString(k.Token[:]), "id", k.ID.String(), "key", hex.EncodeToString(k.seal[:]),
			"version", strconv.FormatInt(version, 10), "nonce", hex.EncodeToString(n[:]), "plain", hex.EncodeToString([]byte(text)), "times", strconv.Itoa(times),
			"hash", wire.HashOf(body).String()}
		if len(body) < 5000 {
			fields = append(fields, "body", base64.StdEncoding.EncodeToString(body))
		}
		block("success", "", fields...)
	}
	floor := FloorOf(300, wire.HashOf([]byte("x")))
	block("success", "the form of a QR code", "code", s.QR(floor), "id", k.ID.String(), "floor", fmt.Sprintf("300 %x", floor.Hash))

	kept := s.NoteKeys()
	body, err := kept.Seal(nonce(9), 3, []byte("notes"))
	if err != nil {
		panic(err)
	}
	n := nonce(9)
	block("success", "the vault of notes", "of", "notes", "code", s.Code(), "auth", hex.EncodeToString(kept.Token[:]), "id", kept.ID.String(),
		"key", hex.EncodeToString(kept.seal[:]), "version", "3", "nonce", hex.EncodeToString(n[:]), "plain", hex.EncodeToString([]byte("notes")), "times", "1",
		"hash", wire.HashOf(body).String())
	block("auth failure", "the notes with the keys of the picks", "code", s.Code(), "version", "3", "body", base64.StdEncoding.EncodeToString(body))

	sealed := func(expect, comment string, version int64, body []byte) {
		block(expect, comment, "code", s.Code(), "version", strconv.FormatInt(version, 10), "body", base64.StdEncoding.EncodeToString(body))
	}
	good, _ := k.Seal(nonce(7), 9, []byte("picks"))
	flipped := func(i int) []byte {
		body := bytes.Clone(good)
		body[i] ^= 1
		return body
	}
	sealed("auth failure", "a bit of the nonce", 9, flipped(0))
	sealed("auth failure", "a bit of the padding", 9, flipped(2000))
	sealed("auth failure", "a bit of the tag", 9, flipped(len(good)-1))
	sealed("auth failure", "the version before", 8, good)
	other, _ := secret(2).Keys().Seal(nonce(7), 9, []byte("picks"))
	sealed("auth failure", "another vault's", 9, other)
	sealed("size failure", "cut by one byte", 9, good[:len(good)-1])
	sealed("size failure", "empty", 9, nil)
	padded, _ := pad([]byte("picks"))
	padded[len(padded)-1] = 1
	sealed("padding failure", "the last byte is not zero", 9, k.sealPadded(nonce(8), 9, padded))
	padded = make([]byte, Buckets[0])
	binary.BigEndian.PutUint32(padded, uint32(Buckets[0]-lengthBytes+1))
	sealed("padding failure", "longer than the bucket", 9, k.sealPadded(nonce(8), 9, padded))

	mistyped := []byte(s.Code())
	mistyped[8] = 'q'
	block("code failure", "a wrong character", "code", string(mistyped))
	block("code failure", "a character is missing", "code", s.Code()[:42])
	block("newer code", "version byte 2", "code", encode(append([]byte{2}, s[:]...)))
	return b.String()
}

// What is published is what is made, and what is read comes out as it says.
func TestVectors(t *testing.T) {
	made := vectors()
	if *update {
		if err := os.WriteFile(vectorsPath, []byte(made), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	published, err := os.ReadFile(vectorsPath)
	if err != nil {
		t.Fatal(err)
	}
	if string(published) != made {
		t.Error("the format has changed: testdata/vectors.txt says otherwise")
	}
	read := 0
	for _, block := range strings.Split(string(published), "\n\n")[1:] {
		v := map[string]string{}
		for _, line := range strings.Split(strings.TrimSpace(block), "\n") {
			name, value, _ := strings.Cut(line, ": ")
			v[strings.TrimSuffix(name, ":")] = value
		}
		want, known := outcomes[v["expect"]]
		if !known {
			t.Fatalf("%q is no outcome", v["expect"])
		}
		read++
		if err := check(v); !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("%s %s: %v", v["expect"], v["comment"], err)
		}
	}
	if read != 18 {
		t.Errorf("%d vectors", read)
	}
}

// check does what a vector says and returns how that ends.
func check(v map[string]string) error {
	s, floor, err := ParseCode(v["code"])
	if err != nil {
		return err
	}
	k := s.Keys()
	if v["of"] == "notes" {
		k = s.NoteKeys()
	}
	differs := func(name, got string) error {
		if want, there := v[name]; there && got != want {
			return fmt.Errorf("%s is %s, not %s", name, got, want)
		}
		return nil
	}
	if err := errors.Join(differs("id", k.ID.String()), differs("auth", hex.EncodeToString(k.Token[:])), differs("key", hex.EncodeToString(k.seal[:])),
		differs("floor", fmt.Sprintf("%d %x", floor.Version, floor.Hash))); err != nil {
		return err
	}
	version, _ := strconv.ParseInt(v["version"], 10, 64)
	text, _ := hex.DecodeString(v["plain"])
	times, _ := strconv.Atoi(v["times"])
	plain := bytes.Repeat(text, times)
	if v["nonce"] != "" {
		raw, _ := hex.DecodeString(v["nonce"])
		body, err := k.Seal([NonceBytes]byte(raw), version, plain)
		if err != nil {
			return err
		}
		if err := differs("hash", wire.HashOf(body).String()); err != nil {
			return err
		}
	}
	text64, there := v["body"]
	if !there {
		return nil
	}
	body, err := base64.StdEncoding.DecodeString(text64)
	if err != nil {
		return err
	}
	got, err := k.Open(version, body)
	if err == nil && !bytes.Equal(got, plain) {
		return fmt.Errorf("opened %q", got)
	}
	return err
}

// A reader that shares nothing with this package, not even a cipher, agrees.
func TestVectorsInNode(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("processes are started natively")
	}
	out, err := exec.Command("node", "testdata/vectors.mjs", vectorsPath).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "18 vectors agree") {
		t.Errorf("%s", out)
	}
}
