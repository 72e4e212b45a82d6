package theme

import (
	"math/rand/v2"

	"verbatim/analysis/vectors"
)

// How the models are trained: cost is what one example off the margin costs
// against the length of the weights; biasScale is the value of the constant
// feature, large so that the bias is hardly regularised (a theme's rarity is
// not a matter of taste); rounds are passes over the lessons, which stop early
// once no gradient is above tolerance. From manyLessons on, fewRounds do: a
// pass over many moves the weights more often.
const (
	cost        = 0.3
	biasScale   = 3
	rounds      = 20
	manyLessons = 1000
	fewRounds   = 8
	tolerance   = 0.02
)

// A model is one linear model: a positive score speaks for its theme.
type model struct {
	sparse []float32 // by feature
	dense  []float32
	bias   float32
}

func (m *model) score(v *vector) float32 {
	return m.bias + vectors.Dot(v.dense, m.dense) + gather(m.sparse, v.idx, v.val)
}

// gather returns the inner product of weights with a sparse vector. Four sums
// side by side do not wait for one another.
func gather(weights []float32, idx []int32, val []float32) float32 {
	var a, b, c, d float32
	val = val[:len(idx)]
	i := 0
	for ; i+4 <= len(idx); i += 4 {
		a += weights[idx[i]] * val[i]
		b += weights[idx[i+1]] * val[i+1]
		c += weights[idx[i+2]] * val[i+2]
		d += weights[idx[i+3]] * val[i+3]
	}
	for ; i < len(idx); i++ {
		a += weights[idx[i]] * val[i]
	}
	return a + b + c + d
}

func (m *model) add(v *vector, a float32) {
	for i, f := range v.idx {
		m.sparse[f] += a * v.val[i]
	}
	add(m.dense, a, v.dense)
	m.bias += a * biasScale * biasScale
}

// A lesson is one text of which is known whether a theme fits: weight above
// zero says how much it counts.
type lesson struct {
	v      *vector
	y      float32 // +1 or -1
	weight float32
}

// train fits an L2-regularised linear support vector machine with squared
// hinge loss by dual coordinate descent (Hsieh et al. 2008, "A dual coordinate
// descent method for large-scale linear SVM", algorithm 1, passing over
// examples that are safely on their side).
func train(lessons []lesson, nFeatures, nDense int) *model {
	m := &model{sparse: make([]float32, nFeatures), dense: make([]float32, nDense)}
	alpha := make([]float32, len(lessons))
	curve := make([]float32, len(lessons)) // second derivative of the dual, by example
	for i, l := range lessons {
		curve[i] = l.v.sq + biasScale*biasScale + 1/(2*cost*l.weight)
	}
	rng := rand.New(rand.NewPCG(7, 11)) //nolint:gosec // the order is fixed so that the same examples give the same model
	active := rng.Perm(len(lessons))
	passes := rounds
	if len(lessons) >= manyLessons {
		passes = fewRounds
	}
	for round := range passes {
		rng.Shuffle(len(active), func(a, b int) { active[a], active[b] = active[b], active[a] })
		kept := active[:0:len(active)]
		var worst float32
		for _, i := range active {
			l := lessons[i]
			gradient := l.y*m.score(l.v) - 1 + alpha[i]/(2*cost*l.weight)
			if alpha[i] == 0 && gradient >= 0 {
				if round < 2 || gradient < safe {
					kept = append(kept, i)
				}
				continue
			}
			kept = append(kept, i)
			worst = max(worst, gradient, -gradient)
			next := max(alpha[i]-gradient/curve[i], 0)
			m.add(l.v, (next-alpha[i])*l.y)
			alpha[i] = next
		}
		active = kept
		if worst < tolerance {
			break
		}
	}
	return m
}

// safe is how far beyond the margin an example must be to be left out of later
// rounds.
const safe = 0.5
