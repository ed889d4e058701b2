package main

import (
	_ "embed"
	"flag"
	"math"
	"slices"

	"byeolpyo/scripts/internal/corpus"
	"byeolpyo/wasm/read/infer"
)

// priorText are the weights that were set by hand. What is learned stays near them where
// the pages say nothing.
//
//go:embed prior.txt
var priorText string

// example is one piece of evidence with what it was.
type example struct {
	f      []float32
	yes    bool
	weight float64
}

// learner has the evidence of all pages; that of groups depends on the weights of roles.
type learner struct {
	prior *infer.Weights
	cases []*corpus.Case
	own   map[*corpus.Case]float64 // how much a page weighs
	roles map[*corpus.Case]map[string][]example
}

func newLearner(prior *infer.Weights, cases, extra []*corpus.Case) *learner {
	l := &learner{prior: prior, own: map[*corpus.Case]float64{}, roles: map[*corpus.Case]map[string][]example{}}
	infer.Use(prior)
	for _, c := range cases {
		l.own[c] = 1
	}
	l.cases = append(l.cases, cases...)
	for i, c := range extra { // one in four: they are alike
		if i%4 == 0 {
			l.own[c] = 0.2
			l.cases = append(l.cases, c)
		}
	}
	for _, c := range l.cases {
		l.roles[c], _ = label(c)
	}
	return l
}

// share is how many of texts are in a set.
func share(texts []string, set map[string]bool) float64 {
	n := 0
	for _, t := range texts {
		if set[corpus.Text(t)] {
			n++
		}
	}
	return float64(n) / float64(max(len(texts), 1))
}

// label says of the columns of a page what they are, by its truth.
func label(c *corpus.Case) (map[string][]example, []example) {
	titles := map[string]bool{}
	sessions := map[string][]corpus.Session{}
	for _, list := range [][]corpus.Session{c.Want.Sessions, c.Want.Optional, c.Want.Breaks} {
		for _, s := range list {
			titles[corpus.Text(s.Title)] = true
		}
	}
	real := map[string]bool{}
	for _, s := range c.Want.Sessions {
		t := corpus.Text(s.Title)
		sessions[t] = append(sessions[t], s)
		real[t] = true
	}
	roles := map[string][]example{}
	var groups []example
	for _, cand := range infer.Candidates(c.Root, c.Options()) {
		good := share(cand.Texts, titles)
		isTitle := good >= 0.6 && share(cand.Texts, real) > 0.2
		if good < 0.6 && good > 0.2 {
			continue // neither
		}
		roles["title"] = append(roles["title"], example{cand.Title, isTitle, 1})
		if len(cand.Texts) > 1 && (isTitle || good < 0.2) {
			groups = append(groups, example{cand.Group, isTitle, 1})
		}
		if !isTitle {
			continue
		}
		for _, a := range cand.Columns {
			if a.IsTitle {
				continue
			}
			who, where, all := 0.0, 0.0, 0.0
			for k, texts := range a.Texts {
				for _, t := range texts {
					all++
					for _, s := range sessions[corpus.Text(cand.Texts[k])] {
						if names := infer.Names(t); len(names) > 0 && slices.ContainsFunc(s.Speakers, func(n string) bool { return corpus.SpeakerName(n) == corpus.SpeakerName(names[0]) }) {
							who++
							break
						}
						rooms := s.Rooms
						if len(rooms) == 0 && s.Given != nil {
							rooms = s.Given.Rooms
						}
						if slices.ContainsFunc(rooms, func(n string) bool { return corpus.RoomName(n) == corpus.RoomName(t) }) {
							where++
							break
						}
					}
				}
			}
			roles["speaker"] = append(roles["speaker"], example{a.Features, who > all*0.5, 1})
			roles["room"] = append(roles["room"], example{a.Features, where > all*0.5, 1})
		}
	}
	balance := func(list []example) {
		n := [2]float64{}
		for _, e := range list {
			n[bit(e.yes)]++
		}
		for i := range list {
			list[i].weight = 1 / math.Max(n[bit(list[i].yes)], 1)
		}
	}
	for _, list := range roles {
		balance(list)
	}
	balance(groups)
	return roles, groups
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// How strongly the weights are held to those set by hand, and the steps of learning.
var (
	hold  = flag.Float64("hold", 0.01, "how strongly weights are held to those set by hand")
	steps = flag.Int("steps", 1500, "of learning")
)

const rate = 0.5

// learn finds weights from all pages but those left out.
func (l *learner) learn(left map[*corpus.Case]bool) *infer.Weights {
	w := l.prior.Clone()
	for _, role := range []string{"title", "speaker", "room"} {
		var list []example
		for _, c := range l.cases {
			if !left[c] {
				for _, e := range l.roles[c][role] {
					e.weight *= l.own[c]
					list = append(list, e)
				}
			}
		}
		l.fit(w, role, infer.FeatureNames(), list)
	}
	// What a group shows depends on the roles that its columns get.
	infer.Use(w)
	var list []example
	for _, c := range l.cases {
		if !left[c] {
			_, groups := label(c)
			for _, e := range groups {
				e.weight *= l.own[c]
				list = append(list, e)
			}
		}
	}
	l.fit(w, "group", infer.GroupNames(), list)
	return w
}

// fit is logistic regression that is held to the prior.
func (l *learner) fit(w *infer.Weights, role string, names []string, list []example) {
	v := make([]float64, len(names))
	from := make([]float64, len(names))
	for i, name := range names {
		from[i] = float64(l.prior.Get(role, name))
		v[i] = from[i]
	}
	total := 0.0
	for _, e := range list {
		total += e.weight
	}
	if total == 0 {
		return
	}
	grad := make([]float64, len(names))
	for range *steps {
		for i := range grad {
			grad[i] = *hold * (v[i] - from[i])
		}
		for _, e := range list {
			z := 0.0
			for i, x := range e.f {
				z += v[i] * float64(x)
			}
			p := 1 / (1 + math.Exp(-z))
			d := (p - float64(bit(e.yes))) * e.weight / total
			for i, x := range e.f {
				grad[i] += d * float64(x)
			}
		}
		for i := range v {
			v[i] -= rate * grad[i]
		}
	}
	for i, name := range names {
		w.Set(role, name, float32(v[i]))
	}
}
