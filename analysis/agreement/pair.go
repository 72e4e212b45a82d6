package agreement

// pairOf is what two coders did with the units that both rated.
type pairOf struct {
	units int
	same  float64         // share of units rated alike
	a, b  map[int]float64 // share of each category, by coder
}

// pair returns what coders a and b (columns of r) did.
func (r Ratings) pair(a, b int) pairOf {
	p := pairOf{a: map[int]float64{}, b: map[int]float64{}}
	for _, unit := range r {
		if a >= len(unit) || b >= len(unit) || unit[a] == Missing || unit[b] == Missing {
			continue
		}
		p.units++
		p.a[unit[a]]++
		p.b[unit[b]]++
		if unit[a] == unit[b] {
			p.same++
		}
	}
	if p.units == 0 {
		return p
	}
	n := float64(p.units)
	p.same /= n
	for k := range p.a {
		p.a[k] /= n
	}
	for k := range p.b {
		p.b[k] /= n
	}
	return p
}

// chance is the agreement to be expected of two coders who keep to their own
// shares.
func (p pairOf) chance() float64 {
	sum := 0.0
	for k, x := range p.a {
		sum += x * p.b[k]
	}
	return sum
}

// Cohen returns Cohen's kappa (1960) of the coders in columns a and b, over the
// units that both rated. It is not defined when both gave one and the same
// category throughout.
func Cohen(r Ratings, a, b int) Value {
	p := r.pair(a, b)
	if p.units == 0 {
		return Value{}
	}
	return chanceCorrected(p.same, p.chance())
}

// Scott returns Scott's pi (1955) of the coders in columns a and b, which takes
// the shares of both together.
func Scott(r Ratings, a, b int) Value {
	p := r.pair(a, b)
	if p.units == 0 {
		return Value{}
	}
	joint := map[int]float64{}
	for k, x := range p.a {
		joint[k] += x / 2
	}
	for k, x := range p.b {
		joint[k] += x / 2
	}
	expected := 0.0
	for _, x := range joint {
		expected += x * x
	}
	return chanceCorrected(p.same, expected)
}

// Pooled returns the pooled kappa (De Vries, Elliott, Kanouse and Teleki 2008,
// Field Methods 20:272) of the coders in columns a and b over several codes:
// observed and expected agreement are averaged before they are compared, so
// that rare codes do not swing it.
func Pooled(codes []Ratings, a, b int) Value {
	same, chance, n := 0.0, 0.0, 0
	for _, r := range codes {
		p := r.pair(a, b)
		if p.units == 0 {
			continue
		}
		same += p.same
		chance += p.chance()
		n++
	}
	if n == 0 {
		return Value{}
	}
	return chanceCorrected(same/float64(n), chance/float64(n))
}
