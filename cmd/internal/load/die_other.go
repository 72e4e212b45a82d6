//go:build !linux

package load

import "os/exec"

// dieWithParent does nothing: the system has no way to say so.
func dieWithParent(*exec.Cmd) {}
