package page

// AnswersTable is the page on which all answers to a form are taken away.
type AnswersTable struct {
	Layout
	Scope    string
	Back     Link
	Holds    string // "17 responses, 32 columns"
	Waves    []Term // that the table is of
	Ways     []Link // to the table of other waves
	Notes    []string
	Files    []AnswersFile
	Onward   *Onward
	Versions []Term // of the form
}

// AnswersFile is one kind of file.
type AnswersFile struct {
	Link
	Holds string
}
