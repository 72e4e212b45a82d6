// Package xlsform reads and writes forms as XLSForm (https://xlsform.org), the
// workbooks that ODK, KoboToolbox and many others exchange forms in.
//
// It is for coordinators who have a form already or want to take one with them.
// Read takes over what this program can ask and reports everything else by
// worksheet, row and column: nothing is left out in silence. What Write has
// written reads to the same form; what XLSForm has no place for, such as consent
// to be quoted, lies in a column of its own that other programs pass over.
//
// It asks for nothing that would tell who answers: the numbers of devices, names
// of users and places that XLSForm can record are never taken over.
package xlsform
