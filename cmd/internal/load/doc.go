// Package load is a crowd of people who fill in a form at a running site, each
// with a browser without scripts: it keeps cookies and connections, reads the
// forms that stand on the pages and sends them with every field they have.
//
// It is for the measurements of cmd. It remembers what was sent and what the
// site acknowledged, and looks all of it up in the database afterwards: an
// [Audit] counts what was acknowledged and is lost, what is stored twice, and
// what is stored and was never sent so. It also starts and ends the servers
// that are measured, as processes of their own.
//
// It judges nothing that people see, and it knows no fault that it did not
// meet: faults are made by a package beside it.
package load
