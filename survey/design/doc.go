// Package design is what somebody does who writes a form: questions are added,
// ordered, copied and renamed, lists of choices are typed as lines, conditions
// are put together as sentences, the form is checked, and two versions of it are
// compared in words.
//
// It is for the editor of forms, and knows no page and no database. A form under
// construction may be half done: nothing here refuses one, and [Check] says what
// is missing before it can be published. Every function that changes a form
// changes the one it is given; who gives it keeps a copy where it is needed.
//
// Filling in is package fill, the language of conditions is package expr.
package design
