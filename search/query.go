package search

// A Node is a node of a query's tree. String prints the query that parses to
// the same tree.
type Node interface{ String() string }
