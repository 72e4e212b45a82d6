package search

// exampleSlack is how much further apart the words of an example phrase may
// stand in an answer: twice as far.
const exampleSlack = 2

// AnyLike returns a tree that finds what any of some phrases says: its words in
// all their forms, about as near to each other as in the phrase and in any
// order. Words that empty reports to say nothing are passed over, and so are
// phrases without other words. It returns nil when nothing is left.
func AnyLike(phrases []string, empty func(folded string) bool) Node {
	var of []Node
	seen := map[string]bool{}
	for _, p := range phrases {
		if n := like(foldedWords(p), empty); n != nil && !seen[n.String()] {
			seen[n.String()] = true
			of = append(of, n)
		}
	}
	if len(of) == 0 {
		return nil
	}
	return Any(of...)
}

// like returns the words of a phrase that say something, near each other.
func like(words []string, empty func(string) bool) Node {
	var n Node
	at := 0
	for i, w := range words {
		switch {
		case empty(w):
			continue
		case n == nil:
			n = Word{Text: w}
		default:
			n = Near{Left: n, Right: Word{Text: w}, Distance: min(exampleSlack*(i-at), MaxDistance)}
		}
		at = i
	}
	return n
}
