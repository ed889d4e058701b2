package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// Query runs one statement on the other side of the border to JavaScript. args
// and the answer are in the form of appendArgs and parseAnswer. An error says why
// the statement failed.
type Query func(sql string, args []byte) ([]byte, error)

// OpenWorkers returns the store in D1, with room for max vaults. The tables are
// made when the database is set up.
func OpenWorkers(query Query, max int64) *SQL {
	db := sql.OpenDB(connector{query})
	// A program serves one request at a time.
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	return NewSQL(db, max, queryFull)
}

// Objects is the store with one Durable Object for each vault. Its SQL is the same; the id
// among a statement's arguments names the object.
type Objects struct{ *SQL }

var _ Store = Objects{}

// OpenObjects returns the store in Durable Objects, whose number is not bounded.
func OpenObjects(query Query) Objects { return Objects{OpenWorkers(query, math.MaxInt32)} }

// Sweep does nothing: every object has an alarm of its own.
func (Objects) Sweep(context.Context, Day) (int64, error) { return 0, nil }

// Sweeps returns none, and NoteSweeps does nothing: every object checks its own clock.
func (Objects) Sweeps(context.Context) (Sweeps, error)   { return Sweeps{}, nil }
func (Objects) NoteSweeps(context.Context, Sweeps) error { return nil }

// Count returns 0: objects cannot be listed.
func (Objects) Count(context.Context) (int64, error) { return 0, nil }

// QueryError is what D1 or an object said when a statement failed.
type QueryError struct{ Message string }

func (e *QueryError) Error() string { return e.Message }

func queryFull(err error) bool {
	var e *QueryError
	if !errors.As(err, &e) {
		return false
	}
	for _, s := range [...]string{"SQLITE_FULL", "database or disk is full", "Exceeded maximum DB size"} {
		if strings.Contains(e.Message, s) {
			return true
		}
	}
	return false
}

// connector is a driver.Connector whose connections cost nothing.
type connector struct{ query Query }

func (c connector) Connect(context.Context) (driver.Conn, error) { return &conn{query: c.query}, nil }
func (c connector) Driver() driver.Driver                        { return c }

func (c connector) Open(string) (driver.Conn, error) { return &conn{query: c.query}, nil }

// conn is used by one request at a time.
type conn struct {
	query Query
	args  []byte // memory for arguments, kept for the next request since bodies are large
}

var (
	_ driver.QueryerContext    = &conn{}
	_ driver.ExecerContext     = &conn{}
	_ driver.NamedValueChecker = &conn{}
)

var errUnsupported = errors.New("store: neither prepared statements nor transactions here")

func (*conn) Prepare(string) (driver.Stmt, error) { return nil, errUnsupported }
func (*conn) Begin() (driver.Tx, error)           { return nil, errUnsupported }
func (*conn) Close() error                        { return nil }

// CheckNamedValue lets the types through that appendArgs knows.
func (*conn) CheckNamedValue(v *driver.NamedValue) error {
	switch value := v.Value.(type) {
	case int64, string, []byte, base64Text:
		return nil
	case int:
		v.Value = int64(value)
		return nil
	}
	return fmt.Errorf("argument %d is of type %T", v.Ordinal, v.Value)
}

func (c *conn) run(ctx context.Context, query string, args []driver.NamedValue) (answer, error) {
	if err := ctx.Err(); err != nil {
		return answer{}, err
	}
	c.args = appendArgs(c.args[:0], args)
	data, err := c.query(query, c.args)
	if err != nil {
		return answer{}, err
	}
	return parseAnswer(data)
}

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	a, err := c.run(ctx, query, args)
	if err != nil {
		return nil, err
	}
	return &rows{answer: a}, nil
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	a, err := c.run(ctx, query, args)
	if err != nil {
		return nil, err
	}
	return driver.RowsAffected(a.changes), nil
}

// The form in which arguments and rows cross the border: a letter, and then
//
//	0
//	i  8 bytes, a signed integer
//	t  4 bytes, length, and the text in UTF-8
//	x  4 bytes, length, and the bytes
//	b  the same, for what the tables hold as base64: JavaScript does the coding
//
// with all numbers little-endian. It keeps integers whole, which as numbers of
// JavaScript they would not be.
const (
	kindNull  = '0'
	kindInt   = 'i'
	kindText  = 't'
	kindBytes = 'x'
	kindBody  = 'b'
)

func appendArgs(to []byte, args []driver.NamedValue) []byte {
	for _, arg := range args {
		switch v := arg.Value.(type) {
		case nil:
			to = append(to, kindNull)
		case int64:
			to = binary.LittleEndian.AppendUint64(append(to, kindInt), uint64(v))
		case string:
			to = append(appendLength(append(to, kindText), len(v)), v...)
		case []byte:
			to = append(appendLength(append(to, kindBytes), len(v)), v...)
		case base64Text:
			to = append(appendLength(append(to, kindBody), len(v)), v...)
		default:
			panic(fmt.Sprintf("store: argument of type %T", v)) // unreachable: CheckNamedValue
		}
	}
	return to
}

func appendLength(to []byte, n int) []byte {
	return binary.LittleEndian.AppendUint32(to, uint32(n))
}

// answer is the result of a statement: how many rows it changed, and the rows that it
// returned.
type answer struct {
	changes int64
	columns []string
	values  []driver.Value // row after row
}

// parseAnswer reads the number of changes, the number of columns (4 bytes) and
// their names as texts, and then the values to the end.
func parseAnswer(data []byte) (answer, error) {
	d := decoder{data: data}
	var a answer
	a.changes, _ = d.value().(int64)
	n := d.length()
	for range n {
		name, ok := d.value().(string)
		if !ok {
			d.fail()
			break
		}
		a.columns = append(a.columns, name)
	}
	for d.err == nil && len(d.data) > 0 {
		a.values = append(a.values, d.value())
	}
	if len(a.columns) == 0 && len(a.values) > 0 || len(a.columns) > 0 && len(a.values)%len(a.columns) != 0 {
		d.fail()
	}
	if d.err != nil {
		return answer{}, d.err
	}
	return a, nil
}

type decoder struct {
	data []byte
	err  error
}

func (d *decoder) fail() { d.err = errors.New("store: the answer to a query is malformed") }

func (d *decoder) take(n int) []byte {
	if d.err != nil || n > len(d.data) {
		d.fail()
		return nil
	}
	taken := d.data[:n:n]
	d.data = d.data[n:]
	return taken
}

func (d *decoder) length() int {
	b := d.take(4)
	if b == nil {
		return 0
	}
	n := binary.LittleEndian.Uint32(b)
	if int64(n) > int64(len(d.data)) { // each element takes at least one byte
		d.fail()
		return 0
	}
	return int(n)
}

func (d *decoder) value() driver.Value {
	kind := d.take(1)
	if kind == nil {
		return nil
	}
	switch kind[0] {
	case kindNull:
		return nil
	case kindInt:
		if b := d.take(8); b != nil {
			return int64(binary.LittleEndian.Uint64(b))
		}
	case kindText:
		return string(d.take(d.length()))
	case kindBytes:
		return d.take(d.length())
	case kindBody:
		return base64Text(d.take(d.length()))
	}
	d.fail()
	return nil
}

// rows hands out an answer.
type rows struct{ answer }

func (r *rows) Columns() []string { return r.columns }
func (r *rows) Close() error      { return nil }

func (r *rows) Next(to []driver.Value) error {
	if len(r.values) == 0 {
		return io.EOF
	}
	copy(to, r.values)
	r.values = r.values[len(r.columns):]
	return nil
}
