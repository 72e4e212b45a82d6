// Package report writes a summary as a document: HTML (canonical), DOCX,
// Markdown and JSON, and reads HTML and DOCX back to prove that every quote in
// the file is still what the participant wrote.
//
// It is for the pages and commands that export a summary. One pure function,
// [Document], turns the summary into a tree; the writers print that tree and
// decide nothing about content. The files stand alone: they need no server, no
// font and no script.
//
// It does not compute counts or choose quotes (see analysis/collate and
// analysis/quote) and does not make PDF: the HTML has a print style sheet.
package report
