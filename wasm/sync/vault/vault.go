// Package vault hides picks from the server that stores them. It has the pairing code that a
// person takes from device to device, the keys that are derived from it, and the sealing and
// opening of what is stored. testdata/vectors.txt has the whole format in examples, which
// other implementations can be held against.
//
// Nothing can be negotiated or chosen: one version, one cipher, one derivation. The
// code has 128 random bits, so there is no password to guess and no cost to tune.
// There is no randomness here; secrets and nonces are arguments.
package vault

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strings"

	"github.com/btcsuite/btcd/btcutil/bech32"
	"golang.org/x/crypto/chacha20poly1305"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/lite/ascii"
)

// Sizes in bytes.
const (
	SecretBytes = 16
	NonceBytes  = chacha20poly1305.NonceSizeX
	Overhead    = NonceBytes + chacha20poly1305.Overhead
	lengthBytes = 4 // the length of the plain text, in front of it
	floorBytes  = 8 // of a body's hash, in the QR form
)

// Buckets are the sizes to which what is sealed is padded, so that a body's size tells
// which of three it is and nothing more. MaxPlain goes into the largest.
var Buckets = [...]int{4 << 10, 16 << 10, 60 << 10}

// MaxPlain is the largest plain text that can be sealed, in bytes.
const MaxPlain = 60<<10 - lengthBytes

// Secret is what a pairing code holds. Whoever has it reads and writes the vault.
type Secret [SecretBytes]byte

// CodeStart is the beginning of every pairing code: its prefix and the separator after it.
// Searching for it finds codes that leaked.
const CodeStart = codePrefix + "1"

const (
	codePrefix  = "byp"
	codeVersion = 1
	groupSize   = 5
)

// The errors of ParseCode and Open.
var (
	ErrCode    = errors.New("not a pairing code, or mistyped")
	ErrVersion = errors.New("a pairing code of a newer version")
	ErrSize    = errors.New("not the size of a sealed body")
	ErrOpen    = errors.New("cannot be opened: not sealed with this secret, for this vault and version")
	ErrPadding = errors.New("wrongly padded")
	ErrTooMuch = errors.New("more than a body can hold")
)

// Floor is the version of a vault that a QR code shows beside the secret, with the start of
// its body's hash: a device that is paired by it notices when the server gives it something
// older. The zero Floor accepts any version.
type Floor struct {
	Version int64
	Hash    [floorBytes]byte
}

// FloorOf returns the floor of a version and the hash of its body.
func FloorOf(version int64, hash wire.Hash) Floor {
	return Floor{version, [floorBytes]byte(hash[:floorBytes])}
}

// Code returns the secret to be typed: 38 characters, in groups of five.
func (s Secret) Code() string {
	text := encode(append([]byte{codeVersion}, s[:]...))
	var groups []string
	for ; len(text) > groupSize; text = text[groupSize:] {
		groups = append(groups, text[:groupSize])
	}
	return strings.Join(append(groups, text), "-")
}

// QR returns what a QR code of the secret holds: 63 characters, upper case, which
// QR codes pack closely.
func (s Secret) QR(f Floor) string {
	data := append([]byte{codeVersion}, s[:]...)
	data = binary.BigEndian.AppendUint64(data, uint64(f.Version))
	return strings.ToUpper(encode(append(data, f.Hash[:]...)))
}

func encode(data []byte) string {
	five, err := bech32.ConvertBits(data, 8, 5, true)
	if err == nil {
		var text string
		if text, err = bech32.EncodeM(codePrefix, five); err == nil {
			return text
		}
	}
	panic(err) // unreachable: any bytes can be encoded
}

// ParseCode reads either form, in any case, with spaces and hyphens anywhere. The error
// is ErrCode or ErrVersion.
func ParseCode(text string) (Secret, Floor, error) {
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r == '-' || ascii.IsSpace(r) || r >= '\u2010' && r <= '\u2015':
			return -1
		}
		return r
	}, text)
	prefix, five, version, err := bech32.DecodeGeneric(text)
	if err != nil || prefix != codePrefix || version != bech32.VersionM {
		return Secret{}, Floor{}, ErrCode
	}
	data, err := bech32.ConvertBits(five, 5, 8, false)
	if err != nil || len(data) == 0 || data[0] == 0 {
		return Secret{}, Floor{}, ErrCode
	}
	if data[0] > codeVersion {
		return Secret{}, Floor{}, ErrVersion
	}
	var f Floor
	switch rest := data[1:]; len(rest) {
	case SecretBytes:
	case SecretBytes + 8 + floorBytes:
		f.Version = int64(binary.BigEndian.Uint64(rest[SecretBytes:]))
		copy(f.Hash[:], rest[SecretBytes+8:])
		if f.Version < 0 || f.Version > wire.MaxVersion {
			return Secret{}, Floor{}, ErrCode
		}
	default:
		return Secret{}, Floor{}, ErrCode
	}
	return Secret(data[1 : 1+SecretBytes]), f, nil
}

// The labels with which keys are derived, and that of the additional data of a body.
const (
	infoAuth      = "pyconkr-picks/v1/auth"
	infoSeal      = "pyconkr-picks/v1/seal"
	infoNotesAuth = "pyconkr-picks/v1/notes/auth"
	infoNotesSeal = "pyconkr-picks/v1/notes/seal"
	context       = "pyconkr-picks/v1\x00"
)

// Keys are derived from a secret.
type Keys struct {
	Token wire.Token // shown to the server
	ID    wire.ID    // of the vault
	seal  [chacha20poly1305.KeySize]byte
}

// Keys derives the keys of the vault of picks.
func (s Secret) Keys() Keys { return s.keys(infoAuth, infoSeal) }

// NoteKeys derives the keys of the vault of notes, which stands beside it under an id that
// nobody without the secret can tell from any other.
func (s Secret) NoteKeys() Keys { return s.keys(infoNotesAuth, infoNotesSeal) }

func (s Secret) keys(auth, seal string) Keys {
	k := Keys{Token: wire.Token(s.derive(auth, wire.TokenBytes))}
	k.ID = k.Token.ID()
	k.seal = [chacha20poly1305.KeySize]byte(s.derive(seal, chacha20poly1305.KeySize))
	return k
}

func (s Secret) derive(info string, n int) []byte {
	key, err := hkdf.Key(sha256.New, s[:], nil, info, n)
	if err != nil {
		panic(err) // unreachable: 32 bytes are one block
	}
	return key
}

// aad returns the additional data with which a body is sealed: the vault and the version.
func (k Keys) aad(version int64) []byte {
	return binary.BigEndian.AppendUint64(append([]byte(context), k.ID[:]...), uint64(version))
}

// Seal pads plain and seals it as the body of a version. A nonce must never be used
// for two bodies; 24 random bytes are not. The error is ErrTooMuch.
func (k Keys) Seal(nonce [NonceBytes]byte, version int64, plain []byte) ([]byte, error) {
	padded, err := pad(plain)
	if err != nil {
		return nil, err
	}
	return k.sealPadded(nonce, version, padded), nil
}

func (k Keys) sealPadded(nonce [NonceBytes]byte, version int64, padded []byte) []byte {
	aead, err := chacha20poly1305.NewX(k.seal[:])
	if err != nil {
		panic(err) // unreachable: the key has its size
	}
	body := make([]byte, NonceBytes, Overhead+len(padded))
	copy(body, nonce[:])
	return aead.Seal(body, nonce[:], padded, k.aad(version))
}

// Open returns the plain text of a sealed body. The error is ErrSize, ErrOpen or ErrPadding.
func (k Keys) Open(version int64, body []byte) ([]byte, error) {
	if !isBucket(len(body) - Overhead) {
		return nil, ErrSize
	}
	aead, err := chacha20poly1305.NewX(k.seal[:])
	if err != nil {
		panic(err) // unreachable: the key has its size
	}
	padded, err := aead.Open(nil, body[:NonceBytes], body[NonceBytes:], k.aad(version))
	if err != nil {
		return nil, ErrOpen
	}
	return unpad(padded)
}

func isBucket(n int) bool {
	for _, b := range Buckets {
		if n == b {
			return true
		}
	}
	return false
}

func pad(plain []byte) ([]byte, error) {
	for _, b := range Buckets {
		if len(plain) <= b-lengthBytes {
			padded := make([]byte, b)
			binary.BigEndian.PutUint32(padded, uint32(len(plain)))
			copy(padded[lengthBytes:], plain)
			return padded, nil
		}
	}
	return nil, ErrTooMuch
}

func unpad(padded []byte) ([]byte, error) {
	n := uint64(binary.BigEndian.Uint32(padded))
	if n > uint64(len(padded)-lengthBytes) {
		return nil, ErrPadding
	}
	plain, zeros := padded[lengthBytes:lengthBytes+n], padded[lengthBytes+n:]
	if len(bytes.TrimLeft(zeros, "\x00")) != 0 {
		return nil, ErrPadding
	}
	return plain, nil
}
