package linear

import (
	"time"

	"github.com/anishathalye/porcupine"

	"byeolpyo/api/wire"
)

// Verdict is what Porcupine came to.
type Verdict int

const (
	Legal Verdict = iota + 1
	Illegal
	OutOfTime
)

// Porcupine judges the history of one vault, for at most so long.
func Porcupine(ops []Op, atMost time.Duration) Verdict {
	var all []porcupine.Operation
	client := 0
	seen := firstSeen(ops)
	for _, o := range ops {
		add := func(o Op) {
			// A request without an answer counts if somebody saw its effect, and was over then.
			// The others may as well never have taken effect.
			if o.State == Unknown {
				first := int64(0)
				switch o.Kind {
				case Get:
					return
				case Put:
					first = seen[wire.TagOf(o.Expect.Version+1, o.Body)]
				case Delete:
					first = seen[wire.Tag{}]
				}
				if first == 0 || first < o.Call {
					return
				}
				o.Return = first
			}
			// One client per request: who sent it plays no part.
			all = append(all, porcupine.Operation{ClientId: client, Input: o, Call: o.Call, Output: o, Return: o.Return})
			client++
		}
		add(o)
		if o.Twice && o.Kind != Get && o.State != Unknown {
			ghost := o
			ghost.State, ghost.Done, ghost.Return = Unknown, false, Never
			add(ghost)
		}
	}
	switch porcupine.CheckOperationsTimeout(model, all, atMost) {
	case porcupine.Ok:
		return Legal
	case porcupine.Illegal:
		return Illegal
	}
	return OutOfTime
}

// firstSeen is the first return, above zero, of a request that saw a version or one
// that was written over it; under the zero Tag, of one that saw that it was gone.
func firstSeen(ops []Op) map[wire.Tag]int64 {
	before := map[wire.Tag]wire.Tag{} // what each write expected
	for _, o := range ops {
		if o.Kind == Put {
			before[wire.TagOf(o.Expect.Version+1, o.Body)] = o.Expect
		}
	}
	seen := map[wire.Tag]int64{}
	note := func(tag wire.Tag, at int64) {
		at = max(at, 1)
		if first, there := seen[tag]; !there || at < first {
			seen[tag] = at
		}
	}
	for _, o := range ops {
		switch o.State {
		case Gone:
			note(wire.Tag{}, o.Return)
		case At:
			for tag := o.Seen; tag.Version > 0; tag = before[tag] {
				note(tag, o.Return)
			}
		}
	}
	end, gone := seen[wire.Tag{}]
	for _, o := range ops {
		if o.Kind == Delete && gone { // any of them may have been the one
			for tag := o.Expect; tag.Version > 0; tag = before[tag] {
				note(tag, end)
			}
		}
	}
	return seen
}

// vault is the state of the model. Beside the tag it has the whole hash.
type vault struct {
	state State // None, At or Gone
	tag   wire.Tag
	body  wire.Hash
}

var model = porcupine.Model{
	Init: func() any { return vault{state: None} },
	Step: func(state, input, _ any) (bool, any) {
		v, o := state.(vault), input.(Op)
		expected := o.Expect == wire.Tag{} && v.state == None || v.state == At && v.tag == o.Expect
		made := vault{At, wire.TagOf(o.Expect.Version+1, o.Body), o.Body}
		switch {
		case o.State == Unknown:
			// It took effect if it could. If it never did, that instant is after
			// everything else.
			switch {
			case !expected:
			case o.Kind == Put:
				v = made
			case o.Kind == Delete:
				v = vault{state: Gone}
			}
			return true, v
		case o.Kind == Put && o.Done:
			// Stored now, or before by a copy of itself.
			return (expected || v == made) && o.Seen == made.tag, made
		case o.Kind == Delete && o.Done:
			return expected && v.state == At, vault{state: Gone}
		case o.Kind != Get && expected:
			return false, v // it was refused without a reason
		}
		seen := o.State == v.state && (o.State != At || o.Seen == v.tag && (o.SeenBody == wire.Hash{} || o.SeenBody == v.body))
		return seen, v
	},
	Equal: func(a, b any) bool { return a == b },
}
