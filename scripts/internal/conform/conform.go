// Package conform sends a sync server the requests of conformance.txt and compares its answers
// with the table's. It speaks HTTP only, so that the same table holds for every store and every
// host.
package conform

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"byeolpyo/api/wire"
)

// maxTries is how often a body that is too large is sent before a lost answer counts.
const maxTries = 10

//go:embed conformance.txt
var table string

// Server is a server under test.
type Server struct {
	URL string
	// Age makes all that is stored in a section's vaults older.
	Age func(ctx context.Context, section string, days int) error
	// Now is the server's clock.
	Now func() time.Time
}

// Settings are those of a section, beside its title.
type Settings struct {
	Burst  int   // creations of one address, and one more an hour; 0 for the defaults
	Closed bool  // no new vaults
	Max    int64 // vaults; 0 for the default
}

// Section is a run of rows that share vaults.
type Section struct {
	Title    string
	Settings Settings
	Rows     []Row
}

// Row is one request with its answer, or an ageing.
type Row struct {
	Line int
	Text string
	age  int

	method, target string
	request        []field
	status         int
	answer         []field
}

// Request reports whether the row is one.
func (r Row) Request() bool { return r.age == 0 }

type field struct{ name, value string }

// Table reads the table.
func Table() ([]Section, error) { return parse(table) }

func parse(text string) ([]Section, error) {
	var all []Section
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if title, is := strings.CutPrefix(line, "== "); is {
			s := Section{Title: title}
			if name, setting, found := strings.Cut(strings.TrimSuffix(title, "]"), " ["); found {
				s.Title = name
				key, value, _ := strings.Cut(setting, "=")
				n, _ := strconv.Atoi(value)
				switch key {
				case "burst":
					s.Settings.Burst = n
				case "closed":
					s.Settings.Closed = true
				case "max":
					s.Settings.Max = int64(n)
				default:
					return nil, fmt.Errorf("line %d: unknown setting %q", i+1, key)
				}
			}
			all = append(all, s)
			continue
		}
		if len(all) == 0 {
			return nil, fmt.Errorf("line %d: before the first section", i+1)
		}
		row, err := parseRow(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		row.Line = i + 1
		s := &all[len(all)-1]
		s.Rows = append(s.Rows, row)
	}
	return all, nil
}

func parseRow(line string) (Row, error) {
	row := Row{Text: line}
	if days, is := strings.CutPrefix(line, "age "); is {
		n, err := strconv.Atoi(days)
		if err != nil || n < 1 {
			return row, fmt.Errorf("age %q", days)
		}
		row.age = n
		return row, nil
	}
	ask, answer, found := strings.Cut(line, "->")
	if !found {
		return row, errors.New("no ->")
	}
	fields, err := split(ask)
	if err != nil || len(fields) < 2 {
		return row, fmt.Errorf("request %q: %v", ask, err)
	}
	row.method, row.target, row.request = fields[0].name, fields[1].name, fields[2:]
	if fields[1].value != "" {
		row.target += "=" + fields[1].value
	}
	if row.answer, err = split(answer); err != nil || len(row.answer) < 1 {
		return row, fmt.Errorf("answer %q: %v", answer, err)
	}
	if row.status, err = strconv.Atoi(row.answer[0].name); err != nil {
		return row, err
	}
	row.answer = row.answer[1:]
	return row, nil
}

// split reads name=value pairs with values quoted as in Go where they need it.
func split(s string) ([]field, error) {
	var all []field
	for s = strings.TrimLeft(s, " "); s != ""; s = strings.TrimLeft(s, " ") {
		end := strings.IndexAny(s, " =")
		if end < 0 || s[end] == ' ' {
			word, rest, _ := strings.Cut(s, " ")
			all, s = append(all, field{name: word}), rest
			continue
		}
		f := field{name: s[:end]}
		s = s[end+1:]
		if strings.HasPrefix(s, `"`) {
			quoted, err := strconv.QuotedPrefix(s)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", f.name, err)
			}
			f.value, _ = strconv.Unquote(quoted) // a quoted prefix is quoted
			s = s[len(quoted):]
		} else {
			f.value, s, _ = strings.Cut(s, " ")
			if f.value == "" {
				return nil, fmt.Errorf("%s has no value", f.name)
			}
		}
		all = append(all, f)
	}
	return all, nil
}

// body reads TEXT or TEXT*N, with \x escapes.
func body(s string) []byte {
	if s == "-" {
		return nil
	}
	n := 1
	if text, count, found := strings.Cut(s, "*"); found {
		if m, err := strconv.Atoi(count); err == nil {
			s, n = text, m
		}
	}
	if strings.Contains(s, `\x`) {
		if plain, err := strconv.Unquote(`"` + s + `"`); err == nil {
			s = plain
		}
	}
	return bytes.Repeat([]byte(s), n)
}

// tag reads N:TEXT as the tag of version N of that body; the rest is itself.
func tag(s string) string {
	version, text, found := strings.Cut(s, ":")
	n, err := strconv.ParseInt(version, 10, 64)
	if !found || err != nil {
		return s
	}
	return wire.TagOf(n, wire.HashOf(body(text))).String()
}

// Answer is what must be the same everywhere.
type Answer struct {
	Status  int
	Headers http.Header
	Body    []byte
}

// compared are the headers of an Answer; Date and Content-Length are checked apart.
var compared = []string{
	"Etag", "Retry-After", "Allow", "Content-Type", "Cache-Control", "Vary", "X-Content-Type-Options", "Www-Authenticate",
	"Preference-Applied", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Access-Control-Allow-Methods",
	"Access-Control-Allow-Headers", "Access-Control-Max-Age", "Access-Control-Allow-Credentials",
}

// String is the answer as lines, to be compared.
func (a Answer) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, a.Status)
	for _, name := range compared {
		value := strings.Join(a.Headers[name], ", ")
		if value == "" {
			continue
		}
		if name == "Retry-After" && a.Status == http.StatusTooManyRequests {
			value = "some seconds" // the clock of the host decides
		}
		fmt.Fprintf(&b, "%s: %s\n", name, value)
	}
	if len(a.Body) > 300 {
		fmt.Fprintf(&b, "\n%d bytes, %x", len(a.Body), sha256.Sum256(a.Body))
	} else {
		fmt.Fprintf(&b, "\n%q", a.Body)
	}
	return b.String()
}

// Run sends the requests of a section one after another. It returns one Answer per request and
// reports each that differs from the table to wrong.
func Run(ctx context.Context, server Server, s Section, wrong func(Row, string)) ([]Answer, error) {
	var all []Answer
	for _, row := range s.Rows {
		if row.age > 0 {
			if err := server.Age(ctx, s.Title, row.age); err != nil {
				return nil, fmt.Errorf("line %d: %w", row.Line, err)
			}
			continue
		}
		r := request{server: server, section: s.Title, row: row, own: strings.TrimSuffix(server.URL, "/")}
		answer, err := r.ask(ctx)
		if err != nil {
			return nil, fmt.Errorf("line %d: %s: %w", row.Line, row.Text, err)
		}
		if message := r.check(answer); message != "" {
			wrong(row, message)
		}
		// The server's own address differs, and nothing else may.
		if answer.Headers.Get("Access-Control-Allow-Origin") == r.own {
			answer.Headers.Set("Access-Control-Allow-Origin", "$own")
		}
		all = append(all, answer)
	}
	return all, nil
}

type request struct {
	server  Server
	section string
	row     Row
	own     string
}

// Token is the token of a section's vault.
func Token(section, vault string) wire.Token {
	return sha256.Sum256([]byte(section + "/" + vault))
}

func (r request) ask(ctx context.Context) (Answer, error) {
	url := r.server.URL + r.row.target
	auth := ""
	if vault := r.row.target[:1]; strings.Contains("ABC", vault) {
		token := Token(r.section, vault)
		url = r.server.URL + wire.VaultPath + token.ID().String() + r.row.target[1:]
		auth = token.Authorization()
	}
	header := http.Header{}
	var content []byte
	chunked := false
	if r.row.method == "PUT" {
		content = body("hello")
		header.Set("Content-Type", wire.MediaType)
	}
	for _, f := range r.row.request {
		value := f.value
		switch f.name {
		case "auth":
			switch {
			case value == "-":
				auth = ""
			case len(value) == 1:
				auth = Token(r.section, value).Authorization()
			default:
				auth = strings.ReplaceAll(value, "$A", Token(r.section, "A").Authorization())
			}
		case "match":
			header.Set("If-Match", tag(value))
		case "none":
			header.Set("If-None-Match", tag(value))
		case "body":
			content = body(value)
			if header.Get("Content-Type") == "" {
				header.Set("Content-Type", wire.MediaType)
			}
		case "chunked":
			chunked = true
		case "type":
			header.Del("Content-Type")
			if value != "-" {
				header.Set("Content-Type", value)
			}
		case "origin":
			header.Set("Origin", r.mine(value))
		default:
			header.Set(f.name, value)
		}
	}
	send := func() (*http.Response, error) {
		var reader io.Reader
		if content != nil {
			reader = bytes.NewReader(content)
		}
		if chunked {
			reader = io.MultiReader(bytes.NewReader(content)) // its length cannot be seen
		}
		req, err := http.NewRequestWithContext(ctx, r.row.method, url, reader)
		if err != nil {
			return nil, err
		}
		req.Header = header.Clone()
		if auth != "" {
			req.Header.Set("Authorization", auth)
		}
		return http.DefaultClient.Do(req)
	}
	resp, err := send()
	// workerd answers what is too large before it has read it, and resets the connection:
	// the answer is lost when the reset overtakes it. Nothing is stored then.
	for tries := 1; tries < maxTries && len(content) > wire.MaxBody && (errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)); tries++ {
		resp, err = send()
	}
	if err != nil {
		return Answer{}, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return Answer{}, err
	}
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if now := r.server.Now(); err != nil || now.Sub(date).Abs() > time.Hour {
		return Answer{}, fmt.Errorf("Date is %q at %s", resp.Header.Get("Date"), now)
	}
	return Answer{resp.StatusCode, resp.Header, data}, nil
}

func (r request) mine(s string) string { return strings.ReplaceAll(s, "$own", r.own) }

// check compares an answer with the row's and says what is wrong.
func (r request) check(a Answer) string {
	want := Answer{Status: r.row.status, Headers: http.Header{
		"Cache-Control":          {"no-store"},
		"Vary":                   {"Origin"},
		"X-Content-Type-Options": {"nosniff"},
	}}
	got := Answer{Status: a.Status, Headers: a.Headers.Clone(), Body: a.Body}
	code := ""
	for _, f := range r.row.answer {
		value := r.mine(f.value)
		switch f.name {
		case "code":
			code = value
			want.Headers.Set("Content-Type", "application/json")
		case "etag":
			want.Headers.Set("Etag", tag(value))
		case "body":
			want.Body = body(value)
			if strings.Contains(value, "\n") {
				want.Body = []byte(value)
			}
			if want.Headers.Get("Content-Type") == "" {
				want.Headers.Set("Content-Type", wire.MediaType)
			}
		case "retry":
			if n, err := strconv.Atoi(got.Headers.Get("Retry-After")); value == "*" && err == nil && n > 0 {
				value = got.Headers.Get("Retry-After")
			}
			want.Headers.Set("Retry-After", value)
		case "allow":
			want.Headers.Set("Allow", value)
		case "cors":
			want.Headers.Set("Access-Control-Allow-Origin", value)
			want.Headers.Set("Access-Control-Expose-Headers", "ETag, Date, Retry-After")
		default:
			want.Headers.Set(f.name, value)
		}
	}
	if code != "" {
		var e wire.Error
		if err := decode(a.Body, &e); err != nil || string(e.Code) != code || e.Message == "" {
			return fmt.Sprintf("the body is %q, want the code %s: %v", a.Body, code, err)
		}
		want.Body = a.Body
	}
	if g, w := got.String(), want.String(); g != w {
		return fmt.Sprintf("got\n%s\nwant\n%s", g, w)
	}
	if length := a.Headers.Get("Content-Length"); length != "" && r.row.method != "HEAD" && length != strconv.Itoa(len(a.Body)) {
		return fmt.Sprintf("Content-Length %s of %d bytes", length, len(a.Body))
	}
	return ""
}

// Count is how many requests the sections hold.
func Count(sections []Section) int {
	n := 0
	for _, s := range sections {
		n += len(slices.DeleteFunc(slices.Clone(s.Rows), func(r Row) bool { return !r.Request() }))
	}
	return n
}

// decode reads an error's JSON and nothing beside it.
func decode(data []byte, e *wire.Error) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(e); err != nil {
		return err
	}
	if d.More() {
		return errors.New("more than one value")
	}
	return nil
}
