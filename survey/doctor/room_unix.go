//go:build linux || darwin || freebsd

package doctor

import (
	"math"
	"syscall"
)

// roomOf returns how many bytes and how many files the disk under a folder has
// left for this account.
func roomOf(dir string) (free, inodes uint64, ok bool, err error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, 0, false, err
	}
	inodes = uint64(s.Ffree) //nolint:unconvert // signed on some systems
	if s.Files == 0 {        // a file system that has no fixed number of files
		inodes = math.MaxUint64
	}
	return uint64(s.Bavail) * uint64(s.Bsize), inodes, true, nil //nolint:gosec,unconvert // neither is negative, and their types differ between systems
}
