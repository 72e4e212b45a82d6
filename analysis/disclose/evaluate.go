package disclose

import "io"

// An Evaluation is how well identifiers are found in a labelled test set.
type Evaluation struct{}

// Evaluate measures a test set: a JSON list of {"full_text", "spans":
// [{"entity_type", "entity_value", "start_position", "end_position"}]} with
// positions in characters.
func Evaluate(test io.Reader) (Evaluation, error) { return Evaluation{}, nil }
