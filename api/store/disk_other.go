//go:build !unix && !js

package store

// diskFree is not implemented for this system: a full disk is noticed only when a write
// fails.
func diskFree(string) (int64, bool) { return 0, false }
