//go:build unix && !linux

package faults

import "syscall"

// dieWithParent does nothing: the system has no way to say so.
func dieWithParent(*syscall.SysProcAttr) {}
