package sqldb

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey/fault"
)

// A Schema is a set of tables with its migrations, as [DB.Migrate] takes them.
type Schema struct {
	Set   string
	Files fs.FS
}

// Newest returns the version that the last of its files leads to.
func (s Schema) Newest() (newest int64, err error) {
	names, err := fs.Glob(s.Files, "*.sql")
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		v, err := versionOf(name)
		if err != nil {
			return 0, err
		}
		newest = max(newest, v)
	}
	return newest, nil
}

// UpTo returns the schema as it was at a version: without later migrations.
func (s Schema) UpTo(version int64) Schema {
	return Schema{s.Set, earlyFiles{s.Files, version}}
}

// SchemaVersion returns the version of the schema that the database has, 0 when
// it has none of its tables.
func (db *DB) SchemaVersion(ctx context.Context, s Schema) (_ int64, err error) {
	defer fault.Wrap(&err, "sqldb.SchemaVersion(%s)", s.Set)
	names, err := db.tableNames(ctx, db)
	if err != nil || !slices.Contains(names, versionTable(s.Set)) {
		return 0, err
	}
	return db.version(ctx, s.Set)
}

// versionOf returns the number that a migration's name begins with.
func versionOf(name string) (int64, error) {
	digits, _, _ := strings.Cut(path.Base(name), "_")
	v, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("migration %s: its name begins with no number", name)
	}
	return v, nil
}

// earlyFiles shows the migrations up to a version.
type earlyFiles struct {
	fs.FS
	version int64
}

// Open opens a file; the folder is shown without what is later.
func (f earlyFiles) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if dir, ok := file.(fs.ReadDirFile); ok && err == nil {
		return earlyFolder{dir, f.version}, nil
	}
	return file, err
}

type earlyFolder struct {
	fs.ReadDirFile
	version int64
}

// ReadDir lists the migrations up to the version.
func (f earlyFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	entries, err := f.ReadDirFile.ReadDir(n)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		v, err := versionOf(e.Name())
		return err != nil || v > f.version
	}), err
}
