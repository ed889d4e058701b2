// Package wire is what the sync server and its clients must agree on: paths, headers, limits,
// error codes, and the spelling of tokens, ids and tags. It is the only package that both
// sides import, so it imports little itself.
//
// A token is 32 bytes. It travels as base64url without padding in the header
//
//	Authorization: Bearer <43 characters>
//
// and never in a URL. The id of its vault is the first 16 bytes of SHA-256 over
// those 32 bytes, in 32 lower-case hex digits: whoever knows the token knows the
// id, nobody can choose an id, and the server keeps no token.
package wire

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"
)

// Paths. A vault's is VaultPath followed by its id.
const (
	VaultPath  = "/v1/vaults/"
	LimitsPath = "/v1/limits"
	HealthPath = "/v1/health"
)

// Headers and their values.
const (
	// MediaType is the only type a body may have, and the type of a body sent.
	MediaType = "application/octet-stream"
	// Bearer stands before the token, with one space.
	Bearer = "Bearer "
	// PreferBody, in the header Prefer, asks for the current body with a 412.
	PreferBody = "return=representation"
	// Any is the precondition of a create: If-None-Match: *.
	Any = "*"
)

// Limits. Those of the whole server are in package handler.
const (
	TokenBytes = 32 // HKDF-SHA256 gives one block
	IDBytes    = 16 // 128 bits: no two vaults meet by chance

	// MaxBody is the largest body, in bytes. A client fills 60 KiB of padded
	// picks at most: 60*1024 + 24 (nonce) + 16 (tag) + 4 (length) = 61,484.
	MaxBody = 64 << 10

	// RetentionDays is how long a vault is kept after its last use: 18 months,
	// so that a yearly conference may be missed once. 1.5 * 365 = 547.5.
	RetentionDays = 548

	// MaxVersion is the largest version: JavaScript's largest exact integer,
	// 2^53-1. A change a second reaches it after 285 million years.
	MaxVersion = 1<<53 - 1
)

// ErrorCode names what went wrong, for programs. Codes do not change.
type ErrorCode string

const (
	NoSuchPath      ErrorCode = "no_such_path"      // 404, but not of a vault
	BadID           ErrorCode = "bad_id"            // 400: not 32 lower-case hex digits
	BadPrecondition ErrorCode = "bad_precondition"  // 400: If-Match or If-None-Match cannot be meant
	BadBody         ErrorCode = "bad_body"          // 400: empty, or not the length that was announced
	BadMethod       ErrorCode = "bad_method"        // 405
	BadType         ErrorCode = "bad_type"          // 415
	Unauthorized    ErrorCode = "unauthorized"      // 401: the token is not that of the id
	ForeignOrigin   ErrorCode = "foreign_origin"    // 403: a web page asked
	NoVault         ErrorCode = "no_vault"          // 404: never made, or expired
	Gone            ErrorCode = "gone"              // 410: deleted, for good
	Conflict        ErrorCode = "conflict"          // 412: the version moved on
	TooLarge        ErrorCode = "too_large"         // 413
	NoPrecondition  ErrorCode = "no_precondition"   // 428
	TooManyCreates  ErrorCode = "too_many_creates"  // 429: of this address, for now
	Internal        ErrorCode = "internal"          // 500
	Busy            ErrorCode = "busy"              // 503: too many requests at once
	StoreDown       ErrorCode = "store_unavailable" // 503
	Closed          ErrorCode = "closed"            // 507: no new vaults; others are served
	NoRoom          ErrorCode = "no_room"           // 507: not for this change either; the vault is as it was
)

// Error is the body of every answer of 400 and above, as JSON.
type Error struct {
	Code    ErrorCode `json:"error"`
	Message string    `json:"message"`
}

// Limits is the body of GET /v1/limits.
type Limits struct {
	MaxBody          int   `json:"max_body"`           // bytes
	RetentionDays    int   `json:"retention_days"`     // after the last use
	CreateBurst      int   `json:"create_burst"`       // vaults that one address may make at once
	CreateEvery      int   `json:"create_every"`       // and one more after so many seconds
	CreatesPerMinute int   `json:"creates_per_minute"` // of all addresses together
	MaxInFlight      int   `json:"max_in_flight"`      // requests at once
	MaxVaults        int64 `json:"max_vaults"`
	Open             bool  `json:"open"` // whether new vaults may be made at all
}

// Health is the body of GET /v1/health.
type Health struct {
	OK bool `json:"ok"`
}

// Token is a vault's secret as the server sees it.
type Token [TokenBytes]byte

var tokenText = base64.RawURLEncoding.Strict()

// ParseToken reads the value of an Authorization header. Every token has one
// spelling only.
func ParseToken(authorization string) (t Token, ok bool) {
	text, found := strings.CutPrefix(authorization, Bearer)
	if !found || len(text) != tokenText.EncodedLen(TokenBytes) || strings.ContainsAny(text, "\r\n") {
		return Token{}, false
	}
	if n, err := tokenText.Decode(t[:], []byte(text)); err != nil || n != TokenBytes {
		return Token{}, false
	}
	return t, true
}

// Authorization is the value of the header for t.
func (t Token) Authorization() string { return Bearer + tokenText.EncodeToString(t[:]) }

// ID is the id of the vault that t opens.
func (t Token) ID() ID {
	sum := sha256.Sum256(t[:])
	return ID(sum[:IDBytes])
}

// ID names a vault.
type ID [IDBytes]byte

// ParseID reads 32 lower-case hex digits.
func ParseID(s string) (id ID, ok bool) {
	if len(s) != 2*IDBytes || strings.ToLower(s) != s {
		return ID{}, false
	}
	if _, err := hex.Decode(id[:], []byte(s)); err != nil {
		return ID{}, false
	}
	return id, true
}

func (id ID) String() string { return hex.EncodeToString(id[:]) }

// Equal compares in constant time.
func (id ID) Equal(other ID) bool { return subtle.ConstantTimeCompare(id[:], other[:]) == 1 }

// Hash is the SHA-256 of a body.
type Hash [sha256.Size]byte

// HashOf hashes a body.
func HashOf(body []byte) Hash { return sha256.Sum256(body) }

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// hashDigits is how many digits of a body's hash a tag has: 32 bits, which tell apart bodies
// that a restored or recreated vault had under the same version.
const hashDigits = 8

// Tag is the version of a vault, 1 or more, and the start of its body's hash.
// The zero Tag means that there is no vault.
type Tag struct {
	Version int64
	Hash    string // 8 hex digits
}

// TagOf is the tag of a body at a version.
func TagOf(version int64, hash Hash) Tag {
	return Tag{version, hash.String()[:hashDigits]}
}

// String is the tag as in the header ETag, "7-0a1b2c3d" with its quotes.
func (t Tag) String() string {
	return `"` + strconv.FormatInt(t.Version, 10) + "-" + t.Hash + `"`
}

// ParseTag reads what String writes and nothing else.
func ParseTag(s string) (Tag, bool) {
	inner, opened := strings.CutPrefix(s, `"`)
	inner, closed := strings.CutSuffix(inner, `"`)
	digits, hash, found := strings.Cut(inner, "-")
	if !opened || !closed || !found || len(hash) != hashDigits {
		return Tag{}, false
	}
	for _, c := range []byte(hash) {
		if !('0' <= c && c <= '9' || 'a' <= c && c <= 'f') {
			return Tag{}, false
		}
	}
	version, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || version < 1 || version > MaxVersion || strconv.FormatInt(version, 10) != digits {
		return Tag{}, false
	}
	return Tag{version, hash}, true
}
