// Package apiclient speaks the sync server's protocol for the programs that measure and
// trouble it: one request, its answer, no judgement.
package apiclient

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"byeolpyo/api/wire"
)

// Answer is the answer of a server.
type Answer struct {
	Status     int
	Tag        wire.Tag // the zero Tag if none was given
	RetryAfter int      // seconds; 0 if not given
	Code       wire.ErrorCode
	Body       []byte
	Header     http.Header
}

// Get reads a vault; known is the version that the server need not send again.
func Get(ctx context.Context, c *http.Client, url string, t wire.Token, known wire.Tag) (Answer, error) {
	h := http.Header{}
	if known != (wire.Tag{}) {
		h.Set("If-None-Match", known.String())
	}
	return do(ctx, c, "GET", url, t, h, nil)
}

// Put writes body over the version expect; the zero Tag creates.
func Put(ctx context.Context, c *http.Client, url string, t wire.Token, expect wire.Tag, body []byte) (Answer, error) {
	h := http.Header{"Content-Type": {wire.MediaType}}
	condition(h, expect)
	return do(ctx, c, "PUT", url, t, h, body)
}

// Delete removes the version expect.
func Delete(ctx context.Context, c *http.Client, url string, t wire.Token, expect wire.Tag) (Answer, error) {
	h := http.Header{}
	condition(h, expect)
	return do(ctx, c, "DELETE", url, t, h, nil)
}

func condition(h http.Header, expect wire.Tag) {
	if expect == (wire.Tag{}) {
		h.Set("If-None-Match", wire.Any)
		return
	}
	h.Set("If-Match", expect.String())
}

func do(ctx context.Context, c *http.Client, method, url string, t wire.Token, h http.Header, body []byte) (Answer, error) {
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, method, url+wire.VaultPath+t.ID().String(), reader)
	if err != nil {
		return Answer{}, err
	}
	req.Header = h
	req.Header.Set("Authorization", t.Authorization())
	// The client must not repeat a request that may have been served.
	req.GetBody = nil
	resp, err := c.Do(req)
	if err != nil {
		return Answer{}, err
	}
	defer resp.Body.Close()
	a := Answer{Status: resp.StatusCode, Header: resp.Header}
	if a.Body, err = io.ReadAll(io.LimitReader(resp.Body, wire.MaxBody+1)); err != nil {
		return Answer{}, err
	}
	a.Tag, _ = wire.ParseTag(resp.Header.Get("ETag"))
	a.RetryAfter, _ = strconv.Atoi(resp.Header.Get("Retry-After"))
	var e wire.Error
	if resp.Header.Get("Content-Type") == "application/json" && json.Unmarshal(a.Body, &e) == nil {
		a.Code = e.Code
	}
	return a, nil
}

// Token makes the n-th token of a run.
func Token(run uint64, n int) wire.Token {
	var seed [16]byte
	binary.LittleEndian.PutUint64(seed[:], run)
	binary.LittleEndian.PutUint64(seed[8:], uint64(n))
	return wire.Token(wire.HashOf(seed[:]))
}

// Client keeps up to n connections.
func Client(n int) *http.Client {
	return &http.Client{Transport: &http.Transport{
		MaxIdleConns: n, MaxIdleConnsPerHost: n, MaxConnsPerHost: n, DisableCompression: true,
	}}
}
