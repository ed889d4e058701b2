package handler

import (
	"errors"
	"io"
	"net/http"
	"time"

	"byeolpyo/api/wire"
)

// refusal is the answer to a create that is over a limit.
type refusal struct {
	status  int
	code    wire.ErrorCode
	message string
	after   int // seconds
}

func (r *refusal) Error() string { return r.message }

// errBusy says that too many bodies were on their way, in all or from one address, and that
// this one was cut off.
var errBusy = errors.New("too many bodies are on their way")

// firstPiece is how many bytes of a body must have come before memory for all of it is
// allocated.
const firstPiece = 4 << 10

// readBody reads the body and counts its bytes itself, whatever Content-Length says.
func (h *Handler) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.ContentLength > wire.MaxBody {
		// The announced length is too large, so nothing needs to be read.
		return nil, &http.MaxBytesError{Limit: wire.MaxBody}
	}
	if b, is := r.Body.(*Body); is && len(b.Whole) <= wire.MaxBody {
		return b.Whole, nil
	}
	t := h.transfers.begin(household(h.o.ClientIP(r)), func() {
		_ = http.NewResponseController(w).SetReadDeadline(time.Unix(1, 0)) // passed long since
	})
	body, err := readAll(http.MaxBytesReader(w, r.Body, wire.MaxBody), r.ContentLength)
	if cut := t.end(); cut && err != nil {
		return nil, errBusy
	}
	return body, err
}

// readAll reads a body. length is its announced length, or not above zero if there is none.
func readAll(from io.Reader, length int64) ([]byte, error) {
	if length <= 0 {
		return io.ReadAll(from)
	}
	body := make([]byte, min(length, firstPiece))
	if _, err := io.ReadFull(from, body); err != nil || length <= firstPiece {
		return body, err
	}
	body = append(make([]byte, 0, length), body...)[:length]
	_, err := io.ReadFull(from, body[firstPiece:])
	return body, err
}

// sendBody answers with a body. It counts as on its way until the client has read it.
func (h *Handler) sendBody(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	if !h.o.Whole {
		t := h.transfers.begin(household(h.o.ClientIP(r)), func() {
			_ = http.NewResponseController(w).SetWriteDeadline(time.Unix(1, 0)) // passed long since
		})
		defer t.end()
	}
	w.Header()[hContentType] = []string{wire.MediaType}
	h.write(w, status, body)
}

// Body is the body of a request that is in memory as a whole and is not copied. It must not
// change until the request is answered.
type Body struct {
	Whole []byte
	// Hash is the hash of Whole, or zero if it has to be computed. On Workers the host
	// computes it: a PUT of 64 KiB takes 1.4 times the CPU of plain JavaScript with that, and
	// 1.9 times without.
	Hash wire.Hash
	read int
}

func hashOf(r *http.Request, body []byte) wire.Hash {
	if b, is := r.Body.(*Body); is && b.Hash != (wire.Hash{}) {
		return b.Hash
	}
	return wire.HashOf(body)
}

func (b *Body) Read(p []byte) (int, error) {
	if b.read == len(b.Whole) {
		return 0, io.EOF
	}
	n := copy(p, b.Whole[b.read:])
	b.read += n
	return n, nil
}

func (b *Body) Close() error { return nil }
