//go:build !unix

package searchbench

import "time"

// cpuTime returns how long the process has been computing, on all cores
// together; 0 where the system does not say.
func cpuTime() time.Duration { return 0 }
