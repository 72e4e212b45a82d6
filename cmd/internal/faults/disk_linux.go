package faults

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"verbatim/cmd/internal/load"
)

// A disk is a file system in a file: what is in the file has reached the disk,
// and what a program has written and not synced has not. A copy of the file is
// what a power cut would leave.
type disk struct {
	image, dir string
	device     string // "loop0"
}

const (
	// imageSize is the size of such a disk, in bytes: several times what a
	// season's database and its log need. What is empty takes no room.
	imageSize = 1 << 30
	// mostCopies is how often a copy is tried: it counts only when the system
	// wrote nothing to the disk meanwhile, as it does now and then by itself.
	mostCopies = 50
	// copyAgainAfter is what is waited in between.
	copyAgainAfter = 20 * time.Millisecond
)

// newDisk makes a disk in parent and mounts it, which only root may do.
func newDisk(ctx context.Context, parent string) (*disk, error) {
	d := &disk{image: filepath.Join(parent, "disk.img"), dir: filepath.Join(parent, "disk")}
	if err := os.WriteFile(d.image, nil, fileMode); err != nil {
		return nil, err
	}
	if err := os.Truncate(d.image, imageSize); err != nil {
		return nil, err
	}
	if err := tool(ctx, "mkfs.ext4", "-q", "-F", d.image); err != nil {
		return nil, err
	}
	return d, d.mount(ctx)
}

func tool(ctx context.Context, name string, args ...string) error {
	if out, err := exec.CommandContext(ctx, name, args...).CombinedOutput(); err != nil { //nolint:gosec // the names are ours
		return fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(string(out)))
	}
	return nil
}

func (d *disk) mount(ctx context.Context) error {
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return err
	}
	if err := tool(ctx, "mount", "-o", "loop", d.image, d.dir); err != nil {
		return err
	}
	mounts, err := os.ReadFile("/proc/mounts")
	if err != nil {
		return errors.Join(err, d.remove())
	}
	for line := range strings.Lines(string(mounts)) {
		if f := strings.Fields(line); len(f) > 1 && f[1] == d.dir {
			d.device = filepath.Base(f[0])
		}
	}
	if d.device == "" {
		return errors.Join(errors.New("the disk is not among the mounted ones"), d.remove())
	}
	return nil
}

// remove unmounts the disk and removes its file.
func (d *disk) remove() error {
	err := syscall.Unmount(d.dir, 0)
	if err != nil {
		err = syscall.Unmount(d.dir, syscall.MNT_DETACH) // somebody still has a file open and is about to end
	}
	return errors.Join(err, os.Remove(d.image))
}

// copyTo mounts a copy of the disk, as it is at one moment, below parent.
func (d *disk) copyTo(ctx context.Context, parent string) (*disk, error) {
	c := &disk{image: filepath.Join(parent, "copy.img"), dir: filepath.Join(parent, "copy")}
	for range mostCopies {
		before, err := d.written()
		if err != nil {
			return nil, err
		}
		if err := tool(ctx, "cp", "--sparse=always", d.image, c.image); err != nil {
			return nil, err
		}
		after, err := d.written()
		if err != nil {
			return nil, err
		}
		if before == after && before.underWay == "0" {
			return c, c.mount(ctx)
		}
		if err := load.Pause(ctx, copyAgainAfter); err != nil {
			return nil, err
		}
	}
	return nil, errors.Join(errors.New("the system does not stop writing to the disk"), os.Remove(c.image))
}

// writes are what the system counts of a disk.
type writes struct{ requests, sectors, underWay string }

// The fields of /sys/block/*/stat.
const (
	statWrites   = 4
	statSectors  = 6
	statUnderWay = 8
)

func (d *disk) written() (writes, error) {
	b, err := os.ReadFile(filepath.Join("/sys/block", d.device, "stat"))
	f := strings.Fields(string(b))
	if err != nil || len(f) <= statUnderWay {
		return writes{}, errors.Join(err, fmt.Errorf("the system does not count the writes of %s", d.device))
	}
	return writes{f[statWrites], f[statSectors], f[statUnderWay]}, nil
}
