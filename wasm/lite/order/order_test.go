package order

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

type pair struct{ by, at int }

// Any list comes out as the library's stable sort would have it, what is equal in its order.
func TestSort(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 100 {
		list := make([]pair, n)
		for i := range list {
			list[i] = pair{random.IntN(n/3 + 1), i}
		}
		want := slices.Clone(list)
		slices.SortStableFunc(want, func(a, b pair) int { return cmp.Compare(a.by, b.by) })
		Sort(list, func(a, b *pair) int { return cmp.Compare(a.by, b.by) })
		if !slices.Equal(list, want) {
			t.Fatalf("%d: %v, want %v", n, list, want)
		}
	}
	Sort(nil, func(_, _ *pair) int { t.Error("nothing is compared"); return 0 })
}
