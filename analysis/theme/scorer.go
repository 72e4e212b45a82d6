package theme

// A scorer holds the models of all themes side by side, so that one pass over a
// text's features scores all of them.
type scorer struct {
	themes int
	row    []int32   // by feature: its row in sparse, or none where no lesson has it
	sparse []float32 // a row of a weight for each theme
	dense  []float32 // likewise, by dense feature
	bias   []float32
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
			s.row[f] = int32(len(s.sparse) / len(models)) //nolint:gosec // rows are fewer than features
			for _, m := range models {
				s.sparse = append(s.sparse, m.sparse[f])
			}
		}
	}
	for t, m := range models {
		s.bias[t] = m.bias
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

// score writes the score of each theme into out.
func (s *scorer) score(v *vector, out []float32) {
	copy(out, s.bias)
	n := s.themes
	for i, f := range v.idx {
		if r := int(s.row[f]); r >= 0 {
			add(out, v.val[i], s.sparse[r*n:(r+1)*n])
		}
	}
	for d, x := range v.dense {
		add(out, x, s.dense[d*n:(d+1)*n])
	}
}

// weight returns the weight of a feature for a theme.
func (s *scorer) weight(f int32, theme int) float32 {
	if r := s.row[f]; r != none {
		return s.sparse[int(r)*s.themes+theme]
	}
	return 0
}
