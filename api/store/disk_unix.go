//go:build unix

package store

import "syscall"

// diskFree returns how many bytes of a directory's disk are free for this user.
func diskFree(dir string) (int64, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
