package session

// Encode returns s as the tree that is kept in storage and travels in a vault:
// maps, slices, strings and numbers only, so that the browser's own JSON carries
// it and no JSON library has to be part of the page module. Fields that say
// nothing are absent.
func Encode(s Session) map[string]any {
	m := map[string]any{"key": string(s.Key)}
	put := func(name, value string) {
		if value != "" {
			m[name] = value
		}
	}
	put("kind", string(s.Kind))
	put("start", s.Start.String())
	put("end", s.End.String())
	put("url", s.URL)
	put("lang", s.Lang)
	put("page", s.PageLang)
	put("recording", s.Recording)
	put("slides", s.Slides)
	if s.Col != 0 {
		m["col"] = float64(s.Col)
	}
	if len(s.Titles) > 0 {
		titles := make(map[string]any, len(s.Titles))
		for l, t := range s.Titles {
			titles[l] = t
		}
		m["titles"] = titles
	}
	if s.Everywhere != 0 {
		m["everywhere"] = float64(s.Everywhere)
	}
	if s.Cancelled != 0 {
		m["cancelled"] = float64(s.Cancelled)
	}
	putList := func(m map[string]any, name string, list []string) {
		if len(list) > 0 {
			out := make([]any, len(list))
			for i, s := range list {
				out[i] = s
			}
			m[name] = out
		}
	}
	putList(m, "speakers", s.Speakers)
	putList(m, "rooms", s.Rooms)
	// Versions up to 0.2.0 read only the names in the language of "page".
	if o := (map[string]any{}); len(s.Other.Speakers)+len(s.Other.Rooms) > 0 {
		putList(o, "speakers", s.Other.Speakers)
		putList(o, "rooms", s.Other.Rooms)
		m["other"] = o
	}
	return m
}

// Decode reads what Encode wrote. Unknown fields are passed over. ok is false if
// tree is no session: not a map, no valid key, or a field of another type.
func Decode(tree any) (s Session, ok bool) {
	m, isMap := tree.(map[string]any)
	if !isMap {
		return Session{}, false
	}
	ok = true
	text := func(name string) string {
		v, present := m[name]
		if !present {
			return ""
		}
		t, good := v.(string)
		ok = ok && good
		return t
	}
	list := func(m map[string]any, name string) []string {
		v, present := m[name]
		if !present {
			return nil
		}
		items, good := v.([]any)
		ok = ok && good
		var out []string
		for _, item := range items {
			t, good := item.(string)
			ok = ok && good
			out = append(out, t)
		}
		return out
	}
	instant := func(name string) Instant {
		t, good := ParseInstant(text(name))
		ok = ok && good
		return t
	}
	s = Session{
		Key: Key(text("key")), Kind: Kind(text("kind")),
		Speakers: list(m, "speakers"), Rooms: list(m, "rooms"),
		Start: instant("start"), End: instant("end"),
		URL: text("url"), Lang: text("lang"), PageLang: text("page"),
	}
	recording, slides := text("recording"), text("slides")
	s.Watch(recording)
	s.Watch(slides)
	number := func(name string) int {
		v, present := m[name]
		n, good := v.(float64)
		ok = ok && (good || !present)
		return int(n)
	}
	s.Col, s.Everywhere = number("col"), number("everywhere")
	s.Cancelled = Source(number("cancelled"))
	if v, present := m["other"]; present {
		o, good := v.(map[string]any)
		ok = ok && good
		s.Other = Names{list(o, "speakers"), list(o, "rooms")}
	}
	if v, present := m["titles"]; present {
		titles, good := v.(map[string]any)
		ok = ok && good
		s.Titles = make(map[string]string, len(titles))
		for l, t := range titles {
			title, good := t.(string)
			ok = ok && good
			s.Titles[l] = title
		}
	}
	if _, _, _, _, valid := s.Key.Parts(); !valid {
		ok = false
	}
	if !ok {
		return Session{}, false
	}
	return s, true
}
