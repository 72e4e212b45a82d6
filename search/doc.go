// Package search is the domain of finding: the documents that can be found, the
// query language researchers write, and the results they read.
//
// It is for the engine that implements [Engine] (search/bleveindex), for the
// pipeline that feeds it, and for the pages and commands that search. It
// imports no engine: [Parse] turns what a researcher typed into a tree of
// [Node], [Node.String] prints the same tree back, and the engine translates
// the tree.
//
// A document is one verbatim with its attributes. The index holds no text to
// show: a hit names spans, and the words come from the database, so that what
// is read, counted and quoted is always the stored verbatim.
package search
