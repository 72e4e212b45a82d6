//go:build !unix

package faults

import (
	"context"

	"verbatim/survey/fault"
)

// Run fails: processes cannot be stopped and killed as they are elsewhere.
func (l *Loop) Run(context.Context) (Result, error) {
	return Result{}, fault.Coded("T12", "Faults can be tried on Unix systems only.")
}
