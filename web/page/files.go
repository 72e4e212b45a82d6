package page

// Files lists what participants added to their answers.
type Files struct {
	Layout
	Round string
	Files []StoredFile
	Back  string
}

// StoredFile is one file of an answer.
type StoredFile struct{ Name, Address, Question, Kind, Size string }
