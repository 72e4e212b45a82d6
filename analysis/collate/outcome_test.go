package collate

import (
	"strings"
	"testing"

	"verbatim/analysis"
)

func TestAsking(t *testing.T) {
	tests := []struct{ name, text, asks, want string }{
		{"one sentence is taken whole", "Put a heater in, e.g. a small one", "Put a heater in", "Put a heater in, e.g. a small one"},
		{"reasons before and after are left to the answer", "I was cold. Put a heater in. It cost me a day.", "Put a heater in", "Put a heater in."},
		{"neighbours stay as they stand", "Put a heater in.  Answer the phone.", "Put a heater in|Answer the phone", "Put a heater in.  Answer the phone."},
		{"what is left out between is marked", "Put a heater in. It was cold. Answer the phone.", "Put a heater in|Answer the phone", "Put a heater in. [...] Answer the phone."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var actions []analysis.Action
			for words := range strings.SplitSeq(tt.asks, "|") {
				at := strings.Index(tt.text, words)
				actions = append(actions, analysis.Action{Span: analysis.Span{Start: at, End: at + len(words)}})
			}
			if got := asking(tt.text, analysis.Span{End: len(tt.text)}, actions); got != tt.want {
				t.Errorf("asking(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
