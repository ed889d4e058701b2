package platform

// Screen has a program render what it knows: once for all changes that come together, and
// never before the Opening is over.
type Screen struct {
	Opening
	Clock  Clock
	Render func()
	due    bool // a render is on its way
}

// Show renders once the current callback is done.
func (s *Screen) Show() {
	if s.due || !s.Over() {
		return
	}
	s.due = true
	s.Clock.Soon(func() {
		s.due = false
		s.Render()
	})
}

// Read calls done with the values of the keys that choose chooses of all that are stored.
func Read(s Storage, choose func(keys []string) []string, done func(map[string]any, error)) {
	s.Keys(func(keys []string, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		s.Get(choose(keys), done)
	})
}
