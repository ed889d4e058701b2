package board

// Tree returns v as package jsontree has trees, which is what goes to the page's script.
func (v View) Tree() map[string]any {
	rooms := make([]any, len(v.Rooms))
	for i, r := range v.Rooms {
		rooms[i] = map[string]any{"name": r.Name, "wide": r.Wide, "now": slots(r.Now), "next": slots(r.Next), "empty": r.Empty, "done": r.Done}
	}
	days := make([]any, len(v.Days))
	for i, d := range v.Days {
		days[i] = map[string]any{"label": d.Label, "today": d.Today, "slots": slots(d.Slots)}
	}
	return map[string]any{
		"lang": v.Lang, "edition": v.Edition, "name": v.Name, "clock": v.Clock, "day": v.Day, "here": v.Here,
		"phase": v.Phase, "says": v.Says, "rooms": rooms, "days": days, "none": v.None,
	}
}

func slots(list []Slot) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = map[string]any{
			"title": s.Title, "titleLang": s.TitleLang, "time": s.Time, "when": s.When, "place": s.Place, "people": s.People,
			"state": s.State.String(), "status": s.Status, "note": s.Note,
		}
	}
	return out
}
