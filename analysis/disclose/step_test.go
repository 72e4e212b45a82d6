package disclose

import "testing"

func TestCountStep(t *testing.T) {
	for n, want := range map[int]string{-1: "fewer than 5", 0: "fewer than 5", 4: "fewer than 5", 5: "5 or more", 9: "5 or more", 10: "10 or more", 104: "100 or more"} {
		if got := CountStep(n); got != want {
			t.Errorf("CountStep(%d) = %q, want %q", n, got, want)
		}
	}
}
