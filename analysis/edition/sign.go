package edition

import (
	"slices"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

// signers is how many different accounts sign an edition.
const signers = 2

// Valid returns the signatures of a proposal that were given to what has the
// hash now. Others are void: what they were given to has changed.
func Valid(p analysis.EditionProposal, hash string) []analysis.Signature {
	return slices.DeleteFunc(slices.Clone(p.Signatures), func(s analysis.Signature) bool { return s.Hash != hash })
}

// CanSign returns a fault unless the account may sign the edition: nothing may
// hinder it, what was seen must be what there is, and nobody signs twice.
func CanSign(p analysis.EditionProposal, m Made, seen, staffID string) error {
	if seen != m.Hash {
		return fault.New(fault.Conflict, "The draft has changed since you opened it. Read it again before you sign.")
	}
	if err := unhindered(m); err != nil {
		return err
	}
	if slices.ContainsFunc(Valid(p, m.Hash), func(s analysis.Signature) bool { return s.StaffID == staffID }) {
		return fault.Coded("E01", "You have signed this edition. Somebody with another account must sign it too.")
	}
	return nil
}

// CanPublish returns a fault unless the edition may be published: nothing hinders
// it, and two different accounts have signed what it is now.
func CanPublish(p analysis.EditionProposal, m Made) error {
	if err := unhindered(m); err != nil {
		return err
	}
	var who []string
	for _, s := range Valid(p, m.Hash) {
		if s.StaffID != "" && !slices.Contains(who, s.StaffID) {
			who = append(who, s.StaffID)
		}
	}
	if len(who) < signers {
		return fault.Coded("E02", "An edition is signed by two people with accounts of their own. This one has %d of 2 signatures that count.", len(who))
	}
	return nil
}

// unhindered returns a fault while something hinders the edition.
func unhindered(m Made) error {
	open := m.Open()
	if len(open) == 0 {
		return nil
	}
	c := open[0]
	if i := slices.IndexFunc(open, func(c analysis.Check) bool { return c.Severity == analysis.Block }); i >= 0 {
		c = open[i]
	}
	return fault.Coded("E03", "This cannot be published yet: %d checks are open. %s (%s): %s", len(open), c.Where, c.Rule, c.Text)
}
