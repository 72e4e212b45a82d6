// Package edition makes publications out of a summary: one for the committee,
// one for everybody, one for those who answered, and what people who are quoted
// see before. All come from one collation; each kind has its own rules on what
// it may show, and [For] is where they are.
//
// It is for the pages and the command that make, sign, publish and compare
// editions. [Make] applies the rules, adds the paragraph on method and the
// checklists, looks for what hinders and takes the hash that people sign;
// [Files] writes it in every format and reads what it wrote again; [Difference]
// says in words what two editions have apart.
//
// In what everybody reads, a count of one to four people prints as "fewer than
// 5", and so do a word that stands for one such count only, and a count from
// which the small one could be worked out, be it from the total or from an
// edition that is out already. See [Cell].
//
// A [Press] does all of it with the stores, so that pages and commands publish in
// one way. The tables are analysis/store's; it answers no request.
package edition
