// Package order sorts lists of large values. The generic sort of Go's library is compiled
// again for every type and moves whole values: for sessions that is 12 KB of program, and
// half a kilobyte per move. This package sorts pointers, so that all types share one compiled
// sort.
package order

import "slices"

// Sort sorts list by compare, which returns what cmp.Compare does. Equal values keep their
// order.
func Sort[T any](list []T, compare func(a, b *T) int) {
	values := slices.Clone(list)
	sorted := make([]*T, len(values))
	for i := range values {
		sorted[i] = &values[i]
	}
	slices.SortStableFunc(sorted, compare)
	for i, value := range sorted {
		list[i] = *value
	}
}
