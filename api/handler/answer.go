package handler

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"byeolpyo/api/store"
	"byeolpyo/api/wire"
)

// cors sets the headers that let an extension, or a page of this server, read the answer, and
// reports whether the request may be served. Other pages may not, so that web sites do not
// use the server to keep their files.
func cors(header http.Header, r *http.Request) bool {
	header["Vary"] = []string{"Origin"}
	origin := joined(r, "Origin")
	if origin == "" {
		return true
	}
	if !ownOrigin(origin, r.Host) {
		return false
	}
	header["Access-Control-Allow-Origin"] = []string{origin}
	header["Access-Control-Expose-Headers"] = []string{corsExposed}
	if r.Method == http.MethodOptions {
		header["Access-Control-Allow-Methods"] = []string{corsMethods}
		header["Access-Control-Allow-Headers"] = []string{corsHeaders}
		header["Access-Control-Max-Age"] = []string{corsMaxAge}
	}
	return true
}

// ownOrigin reports whether origin is an extension's or this server's own. The host name
// counts only over https, which excludes a page whose name was pointed at a server on
// loopback (DNS rebinding).
func ownOrigin(origin, host string) bool {
	scheme, rest, found := strings.Cut(origin, "://")
	if !found || rest == "" || strings.ContainsAny(rest, "/ ,\"<>\\") {
		return false
	}
	switch scheme {
	case "chrome-extension", "moz-extension":
		return true
	case "https":
		return rest == host
	case "http":
		u, err := url.Parse(origin)
		return err == nil && rest == host && (u.Hostname() == "127.0.0.1" || u.Hostname() == "::1" || u.Hostname() == "localhost")
	}
	return false
}

// joined returns a header as one line. Workers join repeated headers, so we do too: otherwise
// a second Authorization would be overlooked on one host only.
func joined(r *http.Request, name string) string {
	values := r.Header[name]
	if len(values) == 1 {
		return values[0]
	}
	return strings.Join(values, ", ")
}

// only answers OPTIONS, refuses methods that are not allowed, and reports whether
// the request is still to be served.
func (h *Handler) only(w http.ResponseWriter, r *http.Request, allowed string) bool {
	switch {
	case r.Method == http.MethodOptions:
		w.Header()[hAllow] = []string{allowed + ", OPTIONS"}
		w.WriteHeader(http.StatusNoContent)
		return false
	case r.Method != "" && !strings.Contains(r.Method, ",") && strings.Contains(", "+allowed+",", ", "+r.Method+","):
		return true
	}
	w.Header()[hAllow] = []string{allowed + ", OPTIONS"}
	h.fail(w, http.StatusMethodNotAllowed, wire.BadMethod, "This method does nothing here.")
	return false
}

// refuse writes the answer for an error of the store.
func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var conflict *store.Conflict
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		h.retry(w, refused.status, refused.code, refused.message, refused.after)
	case errors.Is(err, store.ErrNone):
		h.fail(w, http.StatusNotFound, wire.NoVault, "There is no vault with this id.")
	case errors.Is(err, store.ErrGone):
		h.fail(w, http.StatusGone, wire.Gone, "This vault was deleted. Pair this device again to sync.")
	case errors.Is(err, store.ErrFull):
		h.retry(w, http.StatusInsufficientStorage, wire.Closed, "This server takes no new vaults now. Your picks are safe on this device.", fullRetry)
	case errors.Is(err, store.ErrNoRoom):
		h.retry(w, http.StatusInsufficientStorage, wire.NoRoom, "The server has no room for this change. Your picks are safe on this device.", roomRetry)
	case errors.As(err, &conflict):
		w.Header()[hETag] = []string{conflict.Current.Tag.String()}
		if conflict.Current.Body != nil {
			w.Header()["Preference-Applied"] = []string{wire.PreferBody}
			h.sendBody(w, r, http.StatusPreconditionFailed, conflict.Current.Body)
			return
		}
		h.fail(w, http.StatusPreconditionFailed, wire.Conflict, "Another device changed this vault in the meantime.")
	default:
		// The error comes from the database and contains neither token nor address.
		h.o.Log.Error("store", "method", r.Method, "err", err)
		h.retry(w, http.StatusServiceUnavailable, wire.StoreDown, "The server cannot reach its data. Your picks are safe on this device; try again shortly.", storeRetry)
	}
}

func (h *Handler) retry(w http.ResponseWriter, status int, code wire.ErrorCode, message string, after int) {
	w.Header()[hRetryAfter] = []string{strconv.Itoa(max(after, 1))}
	h.fail(w, status, code, message)
}

func (h *Handler) fail(w http.ResponseWriter, status int, code wire.ErrorCode, message string) {
	w.Header()[hContentType] = []string{"application/json"}
	h.write(w, status, mustJSON(wire.Error{Code: code, Message: message}))
}

func (h *Handler) write(w http.ResponseWriter, status int, body []byte) {
	w.Header()["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may have left
}

func mustJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // unreachable: structs of strings and numbers
	}
	return append(data, '\n')
}
