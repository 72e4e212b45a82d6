package main

import (
	"fmt"
	"runtime/debug"
)

type versionCmd struct{}

// Run prints the version that the Go toolchain recorded in the binary, and the
// engines it was built with.
func (versionCmd) Run(c *console) error { //nolint:unparam // commands are run through this shape
	info, ok := debug.ReadBuildInfo()
	if !ok {
		fmt.Fprintln(c.out, "verbatim, built without module information")
		return nil
	}
	version := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && version == "(devel)" {
			version = s.Value
		}
	}
	fmt.Fprintf(c.out, "verbatim %s, %s\n", version, info.GoVersion)
	for _, m := range info.Deps {
		switch m.Path {
		case "github.com/mattn/go-sqlite3", "github.com/jackc/pgx/v5", "github.com/blevesearch/bleve/v2", "github.com/jdkato/prose/v3", "github.com/gin-gonic/gin":
			fmt.Fprintf(c.out, "  %s %s\n", m.Path, m.Version)
		}
	}
	return nil
}
