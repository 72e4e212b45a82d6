package main

import (
	"os"

	"verbatim/survey/fault"
)

// writePrivate writes a file that only this account can read and that was not there:
// nothing that somebody kept is written over.
func writePrivate(name string, content []byte) error {
	out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fault.Coded("V05", "%s cannot be made: %v. Give the name of a new file with -out.", name, err)
	}
	if _, err := out.Write(content); err != nil {
		return err
	}
	return out.Close()
}
