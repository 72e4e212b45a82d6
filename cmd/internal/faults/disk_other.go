//go:build unix && !linux

package faults

import (
	"context"
	"errors"
)

// A disk is a file system in a file; see the one for Linux.
type disk struct{ dir string }

func newDisk(context.Context, string) (*disk, error) { return nil, errors.New("known for Linux only") }

func (d *disk) remove() error { return nil }

func (d *disk) copyTo(context.Context, string) (*disk, error) {
	return nil, errors.New("known for Linux only")
}
