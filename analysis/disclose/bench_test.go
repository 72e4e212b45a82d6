package disclose_test

import "testing"

func BenchmarkFind(b *testing.B) {
	d := detector()
	for _, text := range []string{"We spoke for an hour, which helped me a lot. Dr Cantle was on Ward 12.", "I feel much more confident now, and I came to see how much of the day is spent on things that nobody notices; it was a good experience and I would do it again because people listened."} {
		b.Run(text[:8], func(b *testing.B) {
			for b.Loop() {
				d.Find(text)
			}
		})
	}
}
