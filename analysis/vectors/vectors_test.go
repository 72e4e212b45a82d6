package vectors_test

import (
	"math"
	"testing"

	"verbatim/analysis/vectors"
)

var _ vectors.Embedder = (*vectors.Table)(nil)

func TestLoad(t *testing.T) {
	table := vectors.Load()
	if got := table.Len(); got != 50_000 {
		t.Errorf("Len() = %d, want 50000", got)
	}
	if table != vectors.Load() {
		t.Error("Load() read the table twice")
	}
}

func TestRankFollowsFrequency(t *testing.T) {
	table := vectors.Load()
	the, student, unknown := table.Rank("the"), table.Rank("student"), table.Rank("zzqx")
	if the < 0 || the > 5 || student <= the || unknown != -1 {
		t.Errorf("Rank(the, student, zzqx) = %d, %d, %d, want near 0, later, -1", the, student, unknown)
	}
	if a, b := table.Weight("the"), table.Weight("student"); a >= b || table.Weight("zzqx") != 0 {
		t.Errorf("Weight(the) = %g, Weight(student) = %g, want the first smaller, unknown 0", a, b)
	}
	if v, ok := table.Vector("zzqx"); ok || v != nil {
		t.Errorf("Vector(zzqx) = %v, %t, want none", v, ok)
	}
}

func TestSIFPutsLikeMeaningsTogether(t *testing.T) {
	table := vectors.Load()
	a := table.SIF([]string{"the", "lecturer", "taught", "students"})
	near := vectors.Dot(a, table.SIF([]string{"a", "professor", "teaches", "pupils"}))
	far := vectors.Dot(a, table.SIF([]string{"rain", "fell", "on", "the", "motorway"}))
	if near < far+.1 {
		t.Errorf("closeness of like texts = %.2f, of unlike ones = %.2f, want the first well above", near, far)
	}
	if l := vectors.Dot(a, a); math.Abs(float64(l)-1) > 1e-4 {
		t.Errorf("SIF has length %g, want 1", l)
	}
	if z := table.SIF([]string{"zzqx"}); vectors.Dot(z, z) != 0 {
		t.Errorf("SIF of unknown words = %v, want zeros", z)
	}
}

func TestDotRankIsOfWhatAddRankAdds(t *testing.T) {
	table := vectors.Load()
	v := table.SIF([]string{"rooms", "for", "mentors"})
	for _, w := range []string{"the", "student", "library"} {
		sum := make([]float32, vectors.Dim)
		table.AddRank(sum, table.Rank(w))
		got, want := table.DotRank(v, table.Rank(w)), vectors.Dot(v, sum)
		if math.Abs(float64(got-want)) > 1e-5 {
			t.Errorf("DotRank(%q) = %g, want %g", w, got, want)
		}
	}
}

func TestReadRefusesDamage(t *testing.T) {
	for _, data := range []string{"", "\x01\x00\x00\x00", "\xff\xff\xff\xff\x00\x00\x00\x00", "\x02\x00\x00\x00\x01\x00\x00\x00a" + string(make([]byte, 2*104))} {
		if _, err := vectors.Read(data); err == nil {
			t.Errorf("Read(%d bytes) accepted a damaged table", len(data))
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("\x01\x00\x00\x00\x01\x00\x00\x00a" + string(make([]byte, 104)))
	f.Fuzz(func(t *testing.T, data string) {
		table, err := vectors.Read(data)
		if err != nil {
			return
		}
		if got := table.Len(); got < 1 {
			t.Errorf("Read accepted a table of %d words", got)
		}
	})
}

func BenchmarkSIF(b *testing.B) {
	table := vectors.Load()
	words := []string{"i", "felt", "more", "confident", "to", "speak", "in", "front", "of", "senior", "people"}
	for b.Loop() {
		table.SIF(words)
	}
}
