//go:build unix

package bleveindex

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the lock for this process if nobody else has it.
func tryLock(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
