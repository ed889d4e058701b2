// Package order sorts lists of large values. The library's generic sort is compiled anew for
// every type and moves whole values about: of a session that is 12 KB of program, and half a
// kilobyte a move. Here pointers are sorted, which all types have in common.
package order

import "slices"

// Sort sorts list by compare, which tells as cmp.Compare does. What compares equal stays in
// its order.
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
