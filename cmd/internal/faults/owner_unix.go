//go:build unix

package faults

import (
	"os"
	"os/user"
	"strconv"
	"syscall"

	"verbatim/survey/fault"
)

// owner returns the account under which PostgreSQL runs: our own, unless that
// is root, whom it refuses.
func owner() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil //nolint:nilnil // nobody else
	}
	u, err := user.Lookup(account)
	if err != nil {
		return nil, fault.Coded("T18", "PostgreSQL refuses to run as root, and there is no account %q to run it as: run this as somebody else.", account)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}
