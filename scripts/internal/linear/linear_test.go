package linear

import (
	"math/rand/v2"
	"testing"
	"time"

	"byeolpyo/api/wire"
)

// hash is the hash of a body, which is one letter. A tag is made of a version and a hash.
func hash(s string) wire.Hash              { return wire.HashOf([]byte(s)) }
func tag(version int64, s string) wire.Tag { return wire.TagOf(version, hash(s)) }

var nothing wire.Tag

func put(call, ret int64, expect wire.Tag, body string) Op {
	return Op{Kind: Put, Call: call, Return: ret, Expect: expect, Body: hash(body), Done: true, State: At, Seen: tag(expect.Version+1, body)}
}

func lost(call int64, expect wire.Tag, body string) Op {
	return Op{Kind: Put, Call: call, Return: Never, Expect: expect, Body: hash(body)}
}

func refused(call, ret int64, expect wire.Tag, body string, seen wire.Tag) Op {
	return Op{Kind: Put, Call: call, Return: ret, Expect: expect, Body: hash(body), State: At, Seen: seen}
}

func get(call, ret, version int64, body string) Op {
	return Op{Kind: Get, Call: call, Return: ret, State: At, Seen: tag(version, body), SeenBody: hash(body)}
}

func none(call, ret int64) Op { return Op{Kind: Get, Call: call, Return: ret, State: None} }
func gone(call, ret int64) Op { return Op{Kind: Get, Call: call, Return: ret, State: Gone} }

func remove(call, ret int64, expect wire.Tag) Op {
	return Op{Kind: Delete, Call: call, Return: ret, Expect: expect, Done: true, State: Gone}
}

var histories = []struct {
	name  string
	legal bool
	ops   []Op
}{
	{"nothing", true, nil},
	{"in turn", true, []Op{none(0, 1), put(2, 3, nothing, "a"), get(4, 5, 1, "a"), put(6, 7, tag(1, "a"), "b"), get(8, 9, 2, "b")}},
	{"at once", true, []Op{put(0, 10, nothing, "a"), get(1, 9, 1, "a"), none(0, 5), put(2, 12, tag(1, "a"), "b"), get(3, 11, 2, "b")}},
	{"lost write seen", true, []Op{lost(0, nothing, "a"), none(1, 2), get(3, 4, 1, "a")}},
	{"lost write never happened", true, []Op{lost(0, nothing, "a"), none(1, 2), put(3, 4, nothing, "b"), get(5, 6, 1, "b")}},
	{"lost write between", true, []Op{put(0, 1, nothing, "a"), lost(2, tag(1, "a"), "b"), put(4, 5, tag(2, "b"), "c"), get(6, 7, 3, "c")}},
	{"repeated after a lost answer", true, []Op{lost(0, nothing, "a"), put(3, 4, nothing, "a"), get(5, 6, 1, "a")}},
	{"refused", true, []Op{put(0, 1, nothing, "a"), refused(2, 3, nothing, "b", tag(1, "a")), get(4, 5, 1, "a")}},
	{"deleted", true, []Op{put(0, 1, nothing, "a"), remove(2, 3, tag(1, "a")), gone(4, 5)}},
	{"delete whose answer was lost", true, []Op{put(0, 1, nothing, "a"), {Kind: Delete, Call: 2, Return: Never, Expect: tag(1, "a")}, get(3, 4, 1, "a"), gone(5, 6)}},

	{"stale read", false, []Op{put(0, 1, nothing, "a"), put(2, 3, tag(1, "a"), "b"), get(4, 5, 1, "a")}},
	{"read before the write was sent", false, []Op{get(0, 1, 1, "a"), put(2, 3, nothing, "a")}},
	{"acknowledged and lost", false, []Op{put(0, 1, nothing, "a"), none(2, 3)}},
	{"back again", false, []Op{put(0, 1, nothing, "a"), lost(2, tag(1, "a"), "b"), get(3, 4, 2, "b"), get(5, 6, 1, "a")}},
	{"two writes of one version", false, []Op{put(0, 1, nothing, "a"), put(2, 9, tag(1, "a"), "b"), put(2, 9, tag(1, "a"), "c")}},
	{"invented body", false, []Op{put(0, 1, nothing, "a"), get(2, 3, 1, "x")}},
	{"torn body", false, []Op{put(0, 1, nothing, "a"), {Kind: Get, Call: 2, Return: 3, State: At, Seen: tag(1, "a"), SeenBody: hash("")}}},
	{"refused by what came later", false, []Op{put(0, 1, nothing, "a"), refused(2, 3, nothing, "c", tag(2, "b")), put(4, 5, tag(1, "a"), "b")}},
	{"alive after its end", false, []Op{put(0, 1, nothing, "a"), remove(2, 3, tag(1, "a")), get(4, 5, 1, "a")}},
	{"made again after its end", false, []Op{put(0, 1, nothing, "a"), remove(2, 3, tag(1, "a")), put(4, 5, nothing, "b"), get(6, 7, 1, "b")}},
	{"gone without a delete", false, []Op{put(0, 1, nothing, "a"), gone(2, 3)}},
	{"gone with an old version's delete", false, []Op{put(0, 1, nothing, "a"), {Kind: Delete, Call: 2, Return: Never, Expect: tag(1, "a")}, put(3, 4, tag(1, "a"), "b"), gone(5, 6)}},
}

func TestKnownHistories(t *testing.T) {
	for _, h := range histories {
		if err := Check(h.ops); (err == nil) != h.legal {
			t.Errorf("%s: Check says %v", h.name, err)
		}
		want := Illegal
		if h.legal {
			want = Legal
		}
		if got := Porcupine(h.ops, 10*time.Second); got != want {
			t.Errorf("%s: Porcupine says %d, want %d", h.name, got, want)
		}
	}
}

// A true register, and the same with answers changed at random: both checkers say
// the same of both.
func TestCheckersAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	legal, illegal := 0, 0
	for range 3000 {
		ops := simulate(random)
		if err := Check(ops); err != nil {
			t.Fatalf("a true history is refused: %v", err)
		}
		if Porcupine(ops, 10*time.Second) != Legal {
			t.Fatalf("porcupine refuses a true history: %v", ops)
		}
		spoiled := spoil(random, ops)
		err := Check(spoiled)
		verdict := Porcupine(spoiled, 10*time.Second)
		if (err == nil) != (verdict == Legal) {
			t.Fatalf("Check says %v and Porcupine %d of\n%v", err, verdict, spoiled)
		}
		if err == nil {
			legal++
		} else {
			illegal++
		}
	}
	if legal < 100 || illegal < 1000 {
		t.Errorf("%d spoiled histories were still legal, %d not: too few of a kind to tell", legal, illegal)
	}
}

// simulate makes a history of a real register, with requests that overlap.
func simulate(random *rand.Rand) []Op {
	var ops []Op
	now := int64(0)
	at, body, state := nothing, "", None
	for n := range 12 {
		now += int64(random.IntN(4))
		o := Op{Call: now - int64(random.IntN(5)), Return: now + int64(random.IntN(5)), Expect: at}
		if random.IntN(4) == 0 && at.Version > 1 {
			o.Expect = tag(at.Version-1, "old")
		}
		mine := string(rune('a' + n))
		switch random.IntN(10) {
		case 0, 1, 2, 3:
			o.State, o.Seen, o.Expect = state, at, nothing
			if state == At {
				o.SeenBody = hash(body)
			}
		case 9:
			if state != At || random.IntN(3) > 0 {
				continue
			}
			o.Kind = Delete
			if o.Expect == at {
				state, at = Gone, nothing
				o.Done, o.State = true, Gone
			} else {
				o.State, o.Seen = At, at
			}
		default:
			o.Kind, o.Body = Put, hash(mine)
			switch {
			case state == Gone:
				o.State = Gone
			case o.Expect == at:
				at, body, state = tag(at.Version+1, mine), mine, At
				o.Done, o.State, o.Seen = true, At, at
			default:
				o.State, o.Seen = At, at
			}
		}
		if random.IntN(6) == 0 {
			o.State, o.Done, o.Return, o.Seen, o.SeenBody = Unknown, false, Never, nothing, wire.Hash{}
		}
		ops = append(ops, o)
	}
	return ops
}

// spoil gives one answer, or its time, to another request.
func spoil(random *rand.Rand, ops []Op) []Op {
	spoiled := append([]Op(nil), ops...)
	for range 10 {
		i, j := random.IntN(len(ops)), random.IntN(len(ops))
		a, b := &spoiled[i], &spoiled[j]
		if a.Kind != Get || b.Kind != Get || a.State == Unknown || b.State == Unknown {
			continue
		}
		a.State, b.State = b.State, a.State
		a.Seen, b.Seen = b.Seen, a.Seen
		a.SeenBody, b.SeenBody = b.SeenBody, a.SeenBody
		return spoiled
	}
	i := random.IntN(len(ops))
	shift := int64(random.IntN(40) - 20)
	spoiled[i].Call += shift
	if spoiled[i].Return != Never {
		spoiled[i].Return += shift
	}
	return spoiled
}
