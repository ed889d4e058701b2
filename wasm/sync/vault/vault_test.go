package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/btcsuite/btcd/btcutil/bech32"

	"byeolpyo/api/wire"
)

// secret returns the n-th of the secrets that tests use.
func secret(n byte) Secret {
	var s Secret
	for i := range s {
		s[i] = n + byte(i)*7
	}
	return s
}

func nonce(n byte) [NonceBytes]byte {
	var out [NonceBytes]byte
	for i := range out {
		out[i] = n ^ byte(i)
	}
	return out
}

func TestCode(t *testing.T) {
	s := secret(1)
	code := s.Code()
	if plain := strings.ReplaceAll(code, "-", ""); len(plain) != 38 || !strings.HasPrefix(plain, "byp1") {
		t.Errorf("code %s", code)
	}
	floor := FloorOf(12, wire.HashOf([]byte("x")))
	scanned := s.QR(floor)
	if len(scanned) != 63 || strings.ToUpper(scanned) != scanned {
		t.Errorf("QR %s", scanned)
	}
	if got, f, err := ParseCode(scanned); got != s || f != floor || err != nil {
		t.Errorf("%s: %v %v", scanned, f, err)
	}
	for _, text := range []string{
		code, strings.ToUpper(code), strings.ReplaceAll(code, "-", " "), strings.ReplaceAll(code, "-", ""),
		"  " + code + "\r\n", strings.ReplaceAll(code, "-", "\u2013"), strings.ReplaceAll(code, "-", "\u00a0 "),
		strings.ToUpper(code[:9]) + code[9:], strings.Join(strings.Split(code, ""), " "),
	} {
		if got, f, err := ParseCode(text); got != s || f != (Floor{}) || err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// One character too many, too few, another, or two that changed places.
func TestMistypedCode(t *testing.T) {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	code := strings.ReplaceAll(secret(3).Code(), "-", "")
	tried := 0
	try := func(text string) {
		if text == code {
			return
		}
		tried++
		if _, _, err := ParseCode(text); err == nil {
			t.Errorf("%s is taken for %s", text, code)
		}
	}
	for i := range len(code) {
		try(code[:i] + code[i+1:])
		for _, c := range alphabet {
			try(code[:i] + string(c) + code[i+1:])
			try(code[:i] + string(c) + code[i:])
		}
		if i > 0 {
			try(code[:i-1] + code[i:i+1] + code[i-1:i] + code[i+1:])
		}
	}
	if tried < 2500 {
		t.Fatalf("only %d tried", tried)
	}
	for _, text := range []string{"", "byp1", "별표", "https://pycon.kr/", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"} {
		try(text)
	}
	// The older checksum, and other lengths and versions.
	five, _ := bech32.ConvertBits(append([]byte{codeVersion}, make([]byte, 16)...), 8, 5, true)
	old, _ := bech32.Encode(codePrefix, five)
	try(old)
	for _, n := range []int{0, 15, 17, 24, 31, 33} {
		try(encode(append([]byte{codeVersion}, make([]byte, n)...)))
	}
	try(encode(make([]byte, 17)))
	if _, _, err := ParseCode(encode(append([]byte{codeVersion + 1}, make([]byte, 40)...))); !errors.Is(err, ErrVersion) {
		t.Errorf("a newer version: %v", err)
	}
	try(secret(1).QR(Floor{Version: -1}))
}

func FuzzParseCode(f *testing.F) {
	f.Add(secret(1).Code())
	f.Add(secret(2).QR(Floor{Version: 3}))
	f.Fuzz(func(t *testing.T, text string) {
		s, floor, err := ParseCode(text)
		if err != nil {
			return
		}
		if again, f2, err := ParseCode(s.QR(floor)); again != s || f2 != floor || err != nil {
			t.Fatalf("%q", text)
		}
	})
}

func TestKeys(t *testing.T) {
	a, b := secret(1).Keys(), secret(2).Keys()
	if a.ID != a.Token.ID() || a.ID == b.ID || a.Token == wire.Token(a.seal) || a.seal == b.seal {
		t.Error("keys are not their own")
	}
}

// Of every length around the buckets' ends: the right bucket, and back again.
func TestSealOpen(t *testing.T) {
	k := secret(1).Keys()
	for _, n := range []int{0, 1, 4091, 4092, 4093, 16379, 16380, 16381, MaxPlain - 1, MaxPlain} {
		plain := bytes.Repeat([]byte{'x'}, n)
		body, err := k.Seal(nonce(1), 5, plain)
		if err != nil {
			t.Fatal(err)
		}
		want := 4136
		if n > 4092 {
			want = 16424
		}
		if n > 16380 {
			want = 61480
		}
		if len(body) != want || len(body) > wire.MaxBody {
			t.Errorf("%d bytes make %d", n, len(body))
		}
		if got, err := k.Open(5, body); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	if _, err := k.Seal(nonce(1), 5, make([]byte, MaxPlain+1)); !errors.Is(err, ErrTooMuch) {
		t.Errorf("too much: %v", err)
	}
	// Zeros at the end are content, as long as the length says so.
	if body, _ := k.Seal(nonce(1), 5, make([]byte, 100)); true {
		if got, err := k.Open(5, body); err != nil || len(got) != 100 {
			t.Errorf("zeros: %d, %v", len(got), err)
		}
	}
}

// Every bit of a sealed body, every truncation and extension, every bit of what it is
// sealed for: refused.
func TestTamper(t *testing.T) {
	s := secret(1)
	k := s.Keys()
	const version = 41
	body, err := k.Seal(nonce(9), version, []byte("picks"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Open(version, body); err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(body) {
		body[bit/8] ^= 1 << (bit % 8)
		if _, err := k.Open(version, body); !errors.Is(err, ErrOpen) {
			t.Fatalf("bit %d: %v", bit, err)
		}
		body[bit/8] ^= 1 << (bit % 8)
	}
	for n := range len(body) {
		if _, err := k.Open(version, body[:n]); err == nil {
			t.Fatalf("cut to %d", n)
		}
		if _, err := k.Open(version, body[n+1:]); err == nil {
			t.Fatalf("without the first %d", n+1)
		}
	}
	for _, size := range append(Buckets[:], len(body)+1, len(body)-1, 1<<20) {
		long := append(bytes.Clone(body), make([]byte, max(size+Overhead-len(body), 1))...)
		if _, err := k.Open(version, long); err == nil {
			t.Fatalf("extended to %d", len(long))
		}
	}
	for bit := range 63 {
		if _, err := k.Open(version^(1<<bit), body); !errors.Is(err, ErrOpen) {
			t.Fatalf("bit %d of the version: %v", bit, err)
		}
	}
	for v := range int64(1000) { // replayed under another version
		if _, err := k.Open(v, body); (err == nil) != (v == version) {
			t.Fatalf("version %d: %v", v, err)
		}
	}
	for bit := range 8 * wire.IDBytes { // served as another vault's
		other := k
		other.ID[bit/8] ^= 1 << (bit % 8)
		if _, err := other.Open(version, body); !errors.Is(err, ErrOpen) {
			t.Fatalf("bit %d of the id: %v", bit, err)
		}
	}
	for bit := range 8 * SecretBytes { // swapped with another person's
		other := s
		other[bit/8] ^= 1 << (bit % 8)
		if _, err := other.Keys().Open(version, body); !errors.Is(err, ErrOpen) {
			t.Fatalf("bit %d of the secret: %v", bit, err)
		}
	}
}

func TestPadding(t *testing.T) {
	k := secret(1).Keys()
	for _, bucket := range Buckets {
		for _, n := range []uint32{uint32(bucket), uint32(bucket) - 3, 1 << 31, 1<<32 - 1} {
			padded := make([]byte, bucket)
			binary.BigEndian.PutUint32(padded, n)
			if _, err := k.Open(1, k.sealPadded(nonce(1), 1, padded)); !errors.Is(err, ErrPadding) {
				t.Errorf("length %d in %d: %v", n, bucket, err)
			}
		}
	}
	for i := lengthBytes + 5; i < Buckets[0]; i++ {
		padded, _ := pad([]byte("picks"))
		padded[i] = 1
		if _, err := k.Open(1, k.sealPadded(nonce(1), 1, padded)); !errors.Is(err, ErrPadding) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
}

func BenchmarkSealOpen(b *testing.B) {
	k := secret(1).Keys()
	for _, bucket := range Buckets {
		b.Run(fmt.Sprint(bucket), func(b *testing.B) {
			plain := make([]byte, bucket-lengthBytes)
			for b.Loop() {
				body, _ := k.Seal(nonce(1), 1, plain)
				if _, err := k.Open(1, body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Every pairing code begins as a scanner looks for it.
func TestCodeStart(t *testing.T) {
	for _, code := range []string{Secret{}.Code(), Secret{0xff}.Code(), strings.ToLower(Secret{1}.QR(Floor{}))} {
		if !strings.HasPrefix(code, CodeStart) {
			t.Errorf("%s does not begin with %s", code, CodeStart)
		}
	}
}
