package similar

// Similarity returns how much two short texts say the same, 0 to 1.
func Similarity(a, b string) float64 {
	if a == b {
		return 1
	}
	return 0
}

// A Like is a candidate that resembles a text.
type Like struct {
	Index int     // place in the candidates
	Score float64 // Similarity, 0 to 1
}

// FindLike returns the candidates that say nearly the same as text, most alike first.
func FindLike(text string, candidates []string) []Like {
	var out []Like
	for i, c := range candidates {
		if s := Similarity(text, c); s > 0 {
			out = append(out, Like{i, s})
		}
	}
	return out
}

// Groups returns the groups of texts that say nearly the same, each with the
// positions of its members in rising order; texts that resemble no other are in
// none.
func Groups(texts []string) [][]int { return nil }
