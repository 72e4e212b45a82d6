// Package upload looks at files that participants send: whether the content is
// what the name says, and what in it tells more than its sender may know.
//
// It is for the participants' pages. [Media] goes by the first bytes and, for
// documents, by what the archive holds; [Strip] copies a photograph without the
// place, the time, the device and the author that cameras write into it, and
// leaves every pixel as it was. It does not look for malware, and it does not
// change documents: [Tells] says which of them name their author.
package upload
