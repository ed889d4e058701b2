//go:build js && wasm

// Package bridge connects worker.mjs and the Go program in it. A program serves one request
// at a time: JavaScript prepares the request and wakes the program, which reads it, runs
// queries and writes the answer. Except for waking, bytes cross by imported WebAssembly
// functions, one call for each request, query or answer, because each use of a js.Value would
// take longer.
package bridge

import (
	"bytes"
	"context"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall/js"

	"github.com/syumai/workers"

	"byeolpyo/api/handler"
	"byeolpyo/api/store"
	"byeolpyo/api/wire"
)

// waiting returns how many bytes wait to be read. Like the functions below it is provided by
// worker.mjs; pointers are valid only during the call.
//
//go:wasmimport bridge waiting
func waiting() int32

//go:wasmimport bridge take
func take(to *byte)

//go:wasmimport bridge query
func query(sql string, args *byte, n int32)

//go:wasmimport bridge answer
func answer(status int32, head string, body *byte, n int32)

// woken receives a value when there is something to read.
var woken = make(chan struct{}, 1)

// Serve runs the program: requests go to h, and the time to sweep to sweep. It
// does not return.
func Serve(h http.Handler, sweep func(context.Context) error) {
	wake := js.FuncOf(func(js.Value, []js.Value) any {
		woken <- struct{}{}
		return nil
	})
	js.Global().Get("context").Get("binding").Set("wake", wake)
	workers.Ready()
	var request []byte // kept for the next request, since bodies are large
	for {
		request = receive(request[:0])
		serve(request, h, sweep)
	}
}

// receive waits to be woken and reads what is there, into data if that is large enough.
func receive(data []byte) []byte {
	<-woken
	n := int(waiting())
	if n == 0 {
		return nil
	}
	if n > cap(data) {
		data = make([]byte, n)
	}
	data = data[:n]
	take(&data[0])
	return data
}

// Query runs a statement on D1 or in a Durable Object.
func Query(sql string, args []byte) ([]byte, error) {
	query(sql, start(args), int32(len(args)))
	data := receive(nil)
	if len(data) == 0 || data[0] != 0 {
		return nil, &store.QueryError{Message: string(data[min(1, len(data)):])}
	}
	return data[1:], nil
}

// serve answers one request: lines of head, an empty line, the body. The first
// line is method, target, host, the length of the body that was announced, -1 for
// none, and the hash of the body in hex, - for none; the others are the headers,
// whole.
func serve(data []byte, h http.Handler, sweep func(context.Context) error) {
	head, body, _ := bytes.Cut(data, []byte("\n\n"))
	first, rest, _ := strings.Cut(string(head), "\n")
	fields := strings.SplitN(first, " ", 5)
	if len(fields) != 5 {
		if err := sweep(context.Background()); err != nil {
			reply(http.StatusServiceUnavailable, err.Error(), nil)
			return
		}
		reply(http.StatusNoContent, "", nil)
		return
	}
	target, err := url.ParseRequestURI(fields[1])
	if err != nil {
		target = &url.URL{Path: fields[1]} // not found, whatever it is
	}
	length, err := strconv.ParseInt(fields[3], 10, 64)
	if err != nil {
		length = -1
	}
	r := &http.Request{
		Method: fields[0], URL: target, RequestURI: fields[1], Host: fields[2],
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: make(http.Header, 12), Body: http.NoBody, ContentLength: length,
	}
	if len(body) > 0 {
		whole := &handler.Body{Whole: body}
		if hash, err := hex.DecodeString(fields[4]); err == nil && len(hash) == len(whole.Hash) {
			whole.Hash = wire.Hash(hash)
		}
		r.Body = whole
	}
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		// The value is kept whole: a comma does not end it.
		if name, value, found := strings.Cut(line, ":"); found {
			name = http.CanonicalHeaderKey(name)
			r.Header[name] = append(r.Header[name], value)
		}
	}
	w := &writer{header: make(http.Header, 12)}
	h.ServeHTTP(w, r)
	var b strings.Builder
	for name, values := range w.header {
		for _, value := range values {
			b.WriteString(name)
			b.WriteByte(':')
			b.WriteString(value)
			b.WriteByte('\n')
		}
	}
	reply(w.status, b.String(), w.body)
}

func reply(status int, head string, body []byte) {
	answer(int32(status), head, start(body), int32(len(body)))
}

// start returns the address of the first byte, or nil for an empty slice.
func start(b []byte) *byte {
	if len(b) == 0 {
		return nil
	}
	return &b[0]
}

// writer holds the answer. It does not copy the body, which must not change until it has
// crossed.
type writer struct {
	header http.Header
	status int
	body   []byte
}

func (w *writer) Header() http.Header { return w.header }

func (w *writer) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *writer) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	if w.body == nil {
		w.body = p
	} else {
		w.body = append(w.body[:len(w.body):len(w.body)], p...)
	}
	return len(p), nil
}
