//go:build !linux || !cgo

package sqldb

// giveBack leaves it to the C library to return what SQLite has freed.
func giveBack() {}
