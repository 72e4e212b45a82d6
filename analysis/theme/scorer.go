package theme

// A scorer holds the models of all themes side by side, so that one pass over a
// text's features scores all of them.
type scorer struct {
	themes int
	row    []int32   // by feature: its row in sparse, or none where no lesson has it
	sparse []float32 // a row of a weight for each theme
	dense  []float32 // likewise, by dense feature
	bias   []float32
	each   [][]float32 // by theme: the weights of the dense features
}

// newScorer puts the models together. Lessons say which features can have a
// weight at all.
func newScorer(models []*model, vs []*vector, nFeatures int) *scorer {
	s := &scorer{themes: len(models), row: make([]int32, nFeatures), bias: make([]float32, len(models))}
	for f := range s.row {
		s.row[f] = none
	}
	for _, v := range vs {
		for _, f := range v.idx {
			if s.row[f] != none {
				continue
			}
			s.row[f] = int32(len(s.sparse) / len(models))
			for _, m := range models {
				s.sparse = append(s.sparse, m.sparse[f])
			}
		}
	}
	for t, m := range models {
		s.bias[t] = m.bias
		s.each = append(s.each, m.dense)
	}
	if len(models) > 0 {
		for d := range models[0].dense {
			for _, m := range models {
				s.dense = append(s.dense, m.dense[d])
			}
		}
	}
	return s
}

// sums writes what each kind of feature of v, not scaled, says for each theme
// into out, a row a kind.
func (s *scorer) sums(v *vector, out []float32) {
	clear(out)
	n := s.themes
	s.sparseSums(v.idx[:v.cut], v.val[:v.cut], out[int(stems)*n:(int(stems)+1)*n])
	s.sparseSums(v.idx[v.cut:], v.val[v.cut:], out[int(pieces)*n:(int(pieces)+1)*n])
	s.denseSums(v.dense[:v.meant], 0, out[int(means)*n:(int(means)+1)*n])
	s.denseSums(v.dense[v.meant:], v.meant, out[int(topics)*n:(int(topics)+1)*n])
}

func (s *scorer) sparseSums(idx []int32, val, out []float32) {
	n := s.themes
	all := sum{y: out}
	for i, f := range idx {
		if r := int(s.row[f]); r >= 0 {
			all.add(val[i], s.sparse[r*n:(r+1)*n])
		}
	}
	all.done()
}

func (s *scorer) denseSums(x []float32, from int, out []float32) {
	n := s.themes
	all := sum{y: out}
	for d, a := range x {
		all.add(a, s.dense[(from+d)*n:(from+d+1)*n])
	}
	all.done()
}

// score writes the score of each theme into out, from the sums of each kind of
// feature and what scales them.
func (s *scorer) score(sums []float32, scales *[kinds]float32, out []float32) {
	copy(out, s.bias)
	for k, a := range scales {
		add(out, a, sums[k*s.themes:(k+1)*s.themes])
	}
}

// silence returns the mean score of a text that says nothing about any theme.
func (s *scorer) silence() float64 {
	mean := 0.0
	for _, b := range s.bias {
		mean += float64(b) / float64(len(s.bias))
	}
	return mean
}

// weight returns the weight of a feature for a theme.
func (s *scorer) weight(f int32, theme int) float32 {
	if r := s.row[f]; r != none {
		return s.sparse[int(r)*s.themes+theme]
	}
	return 0
}
