package store

import (
	"io/fs"

	"verbatim/survey/sqldb"
)

// Schema returns the survey's tables with all their migrations. It is for who
// makes or moves a database without working on it; everybody else calls [New].
func Schema() sqldb.Schema {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the name is no path: a defect that the first test meets
	}
	return sqldb.Schema{Set: "survey", Files: files}
}
