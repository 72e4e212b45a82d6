package theme

// atOnce is how many rows a sum takes before it adds them: enough that fetching
// and storing what it adds to no longer costs more than adding.
const atOnce = 4

// A sum adds rows of numbers, each times a factor, to y. The result is that of
// adding them one after the other. Call done at the end.
type sum struct {
	y       []float32
	factors [atOnce]float32
	rows    [atOnce][]float32
	n       int
}

func (s *sum) add(factor float32, row []float32) {
	s.factors[s.n], s.rows[s.n] = factor, row
	s.n++
	if s.n == atOnce {
		s.flush()
	}
}

func (s *sum) flush() {
	s.n = 0
	y := s.y
	a, b, c, d := s.factors[0], s.factors[1], s.factors[2], s.factors[3]
	p, q, r, t := s.rows[0][:len(y)], s.rows[1][:len(y)], s.rows[2][:len(y)], s.rows[3][:len(y)]
	for i := range y {
		y[i] = y[i] + a*p[i] + b*q[i] + c*r[i] + d*t[i]
	}
}

// done adds what is left.
func (s *sum) done() {
	for i := range s.n {
		add(s.y, s.factors[i], s.rows[i])
	}
	s.n = 0
}
