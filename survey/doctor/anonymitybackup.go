package doctor

import (
	"context"
	"errors"
	"fmt"

	"verbatim/survey/sqldb"
)

// backups lays two backups side by side: the invitations that are used in the
// later one only were used by those whose responses the later one has only.
func (e *examination) backups(ctx context.Context) ([]Attempt, error) {
	if e.config.Before == nil || e.config.After == nil || e.wave.Mode != "anonymous-invited" {
		return nil, nil
	}
	before, err := e.at(ctx, e.config.Before)
	if err != nil {
		return nil, err
	}
	after, err := e.at(ctx, e.config.After)
	if err != nil {
		return nil, err
	}
	var arrived, used int
	for id := range after.responses {
		if _, ok := before.responses[id]; !ok {
			arrived++
		}
	}
	was := before.usedKeys()
	for id := range after.invited {
		if truth(after.invited[id].Value("spent")) && !was[id] {
			used++
		}
	}
	n := len(after.responses)
	a := Attempt{
		Channel: "backups", Of: n, Chance: chance(n),
		Tried: "two backups: which invitations were used and which responses came between them?",
		Found: fmt.Sprintf("%d invitations were used and %d responses came: they belong together, and nothing tells which to which", used, arrived),
	}
	group := max(used, arrived)
	if group > 0 {
		a.Hits = float64(min(used, arrived)) / float64(group)
	}
	switch {
	case group > 0 && group < e.config.Least:
		a.Verdict = Linked
		a.Found = fmt.Sprintf("%d invitations were used and %d responses came: so few that people can be joined with their responses, or nearly", used, arrived)
		a.Do = "destroy one of the two, and make backups of a wave that is being answered further apart, encrypted, keeping none after the next one"
	case group > 0 && group < n:
		a.Verdict = Limited
		a.Do = "keep one backup only of a wave that is being answered, and encrypt it"
	}
	return []Attempt{a}, nil
}

// at reads both sides of the wave from another database.
func (e *examination) at(ctx context.Context, db *sqldb.DB) (other *examination, err error) {
	s, err := db.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	other = &examination{config: e.config, snapshot: s, wave: e.wave}
	return other, other.load(ctx)
}
