package faults

import (
	"fmt"
	"syscall"
)

// mountSmall mounts a disk of the size, in bytes, which only root may do.
func mountSmall(dir string, size int) error {
	return syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0700", size))
}

func unmount(dir string) error { return syscall.Unmount(dir, syscall.MNT_DETACH) }
