//go:build linux && cgo

package sqldb

/*
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
static void give_back(void) { malloc_trim(0); }
#else
static void give_back(void) {}
#endif
*/
import "C"

// giveBack returns to the system what SQLite has freed. The C library keeps the
// pages of caches that are gone, a few dozen megabytes after a busy hour.
func giveBack() { C.give_back() }
