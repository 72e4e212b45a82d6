//go:build unix

package searchbench

import (
	"syscall"
	"time"
)

// cpuTime returns how long the process has been computing, on all cores
// together; 0 where the system does not say.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
