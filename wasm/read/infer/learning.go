//go:build !js

package infer

import (
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
)

// Candidate is a column that might be that of the titles, with its evidence: what weights
// are learned from.
type Candidate struct {
	Texts   []string // its own
	Title   []float32
	Group   []float32
	Columns []Aligned
}

// Aligned is a column within the records of a candidate.
type Aligned struct {
	Features []float32
	Texts    [][]string // by record
	IsTitle  bool
}

// Candidates are all columns of a page that are looked at as titles.
func Candidates(root *dom.Node, o site.Options) []Candidate {
	var list []Candidate
	t := &Trace{every: true}
	read(root, o, t)
	r := t.r
	if r == nil {
		return nil
	}
	for _, c := range t.Groups {
		g := c.g
		one := Candidate{Title: append([]float32(nil), r.measure(g.titles[0])[:]...), Group: append([]float32(nil), g.group[:]...)}
		for k := range g.recs {
			one.Texts = append(one.Texts, r.pieces[g.recs[k].title].text)
		}
		for k := range g.members {
			m := &g.members[k]
			a := Aligned{Features: append([]float32(nil), m.features[:]...), IsTitle: g.isTitle(m.col)}
			for i := range g.recs {
				var texts []string
				g.each(&g.recs[i], func(at int32) {
					if r.pieces[at].col == m.col {
						texts = append(texts, r.pieces[at].text)
					}
				})
				a.Texts = append(a.Texts, texts)
			}
			one.Columns = append(one.Columns, a)
		}
		list = append(list, one)
	}
	return list
}

// FeatureNames and GroupNames are those of the evidence, in its order.
func FeatureNames() []string { return featureNames[:] }

// GroupNames are those of the evidence of a group.
func GroupNames() []string { return groupNames[:] }

// Names and people as they are compared in learning.
func Names(text string) []string { return people(text) }

// Get and Set reach one weight; role is "title", "speaker", "room" or "group".
func (w *Weights) Get(role, feature string) float32 { return *w.at(role, feature) }

// Set changes one weight.
func (w *Weights) Set(role, feature string, v float32) { *w.at(role, feature) = v }

// Clone copies weights.
func (w *Weights) Clone() *Weights { c := *w; return &c }

// Current are the weights in use.
func Current() *Weights { return current }
