package collate

// Subject returns the people that a word of the scale counts, as the beginning of
// a sentence: "Several mentors", "Half of the mentors", "One mentor".
func Subject(quantifier, singular, plural string) string { return subject(quantifier, singular, plural) }
