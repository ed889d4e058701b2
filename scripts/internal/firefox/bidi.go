package firefox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// errClosed says that Firefox has gone.
var errClosed = errors.New("the connection to Firefox is closed")

// session is a connection by WebDriver BiDi: commands with answers, and events.
type session struct {
	conn *websocket.Conn
	done chan struct{} // closed when nothing more comes

	mu      sync.Mutex
	last    int
	waiting map[int]chan answer
	see     func(method string, params json.RawMessage) // called for every event, in their order
}

// answer is a message of Firefox: the answer to a command, or an event.
type answer struct {
	ID      int             `json:"id"`
	Type    string          `json:"type"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
	Result  json.RawMessage `json:"result"`
	Error   string          `json:"error"`
	Message string          `json:"message"`
}

// failure is an error that Firefox answers with.
type failure struct{ code, message string }

func (f *failure) Error() string { return f.code + ": " + f.message }

func dial(ctx context.Context, url string, see func(string, json.RawMessage)) (*session, error) {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(-1) // pictures come as text
	s := &session{conn: conn, done: make(chan struct{}), waiting: map[int]chan answer{}, see: see}
	go s.read()
	return s, nil
}

func (s *session) read() {
	defer close(s.done)
	for {
		var a answer
		if err := wsjson.Read(context.Background(), s.conn, &a); err != nil {
			return
		}
		if a.Type == "event" {
			s.see(a.Method, a.Params)
			continue
		}
		s.mu.Lock()
		c := s.waiting[a.ID]
		delete(s.waiting, a.ID)
		s.mu.Unlock()
		if c != nil {
			c <- a
		}
	}
}

// call sends a command, and decodes its result into out unless that is nil.
func (s *session) call(ctx context.Context, method string, params, out any) error {
	c := make(chan answer, 1)
	s.mu.Lock()
	s.last++
	id := s.last
	s.waiting[id] = c
	s.mu.Unlock()
	if params == nil {
		params = struct{}{}
	}
	err := wsjson.Write(ctx, s.conn, map[string]any{"id": id, "method": method, "params": params})
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case a := <-c:
		if a.Type == "error" {
			return fmt.Errorf("%s: %w", method, &failure{a.Error, a.Message})
		}
		if out == nil {
			return nil
		}
		if err := json.Unmarshal(a.Result, out); err != nil {
			return fmt.Errorf("%s: result: %w", method, err)
		}
		return nil
	case <-s.done:
		return fmt.Errorf("%s: %w", method, errClosed)
	case <-ctx.Done():
		s.mu.Lock()
		delete(s.waiting, id)
		s.mu.Unlock()
		return fmt.Errorf("%s: %w", method, ctx.Err())
	}
}
