package main

import (
	"encoding/json"
	"time"

	"verbatim/cmd/internal/publishbench"
	"verbatim/survey/fault"
)

type benchPublishCmd struct {
	Answers   int    `help:"How many made-up answers the summary is made of." default:"10000" short:"n"`
	Mutations int    `help:"How many files with one quote altered are read again." default:"10000" short:"m"`
	Seed      uint64 `help:"Which ones." default:"20210630" short:"S"`
	JSON      bool   `help:"Print one JSON object."`
}

// Run measures publishing, and fails where an altered quote passed or an
// untouched one did not.
func (b *benchPublishCmd) Run(c *console) error {
	r, err := publishbench.Run(publishbench.Config{Answers: b.Answers, Mutations: b.Mutations, Seed: b.Seed, Now: time.Now})
	if err != nil {
		return err
	}
	if b.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetIndent("", " ")
		err = enc.Encode(r)
	} else {
		r.Print(c.out)
	}
	if err == nil && r.Missed+r.FalseAlarms > 0 {
		err = fault.Coded("X55", "%d altered quotes passed, and %d untouched files did not.", r.Missed, r.FalseAlarms)
	}
	return err
}
