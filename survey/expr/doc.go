// Package expr reads, evaluates and prints the expressions of a form: when a
// question is relevant, whether an answer is within its constraint, what is
// calculated, what a label repeats of an earlier answer.
//
// The language is the part of ODK's (https://docs.getodk.org/form-operators-functions)
// that published forms use: the operators of XPath 1.0, references such as
// ${meetings}, the answer itself as a full stop, and the functions listed at
// [Functions]. Paths, predicates and everything that reads outside of the form
// are refused with a number, a place and a mend. An expression prints back to a
// text that reads to the same tree, so a form that came as XLSForm leaves as it
// came.
//
// What nobody has answered is a value of its own and not an empty string or a
// number that is none: see [Value] and [Result]. Results agree with ODK's where
// ODK gives one.
//
// Evaluation touches no disk, has a budget of steps, and takes the time from
// its Scope. It is for the forms of this program and is not a general language:
// there are no variables, loops or definitions.
package expr
