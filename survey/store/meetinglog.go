package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/meetings"
)

// MeetingLogs returns what the people of a round wrote down about their
// meetings, by participant, from the waves that ask for them in a mode that
// joins answers with people. It reports false where there is no such wave.
func (s *Store) MeetingLogs(ctx context.Context, round survey.Round) (_ map[string]meetings.Log, asked bool, err error) {
	defer fault.Wrap(&err, "store.MeetingLogs(%s)", round.ID)
	waves, err := s.Waves(ctx, round.ID)
	if err != nil {
		return nil, false, err
	}
	counted := map[string]bool{}
	for _, w := range waves {
		f, err := s.Form(ctx, round.ProgrammeID, w.FormKey, w.FormVersion)
		if err != nil {
			return nil, false, err
		}
		counted[w.ID] = w.Mode.Linked() && (w.Kind == "" || w.Kind == survey.Meetings) && meetings.Asks(f)
		asked = asked || counted[w.ID]
	}
	if !asked {
		return nil, false, nil
	}
	people, err := s.Participants(ctx, round.ID)
	if err != nil {
		return nil, false, err
	}
	all, err := s.RoundResponses(ctx, round.ID)
	if err != nil {
		return nil, false, err
	}
	var logs []survey.Response
	for _, r := range all {
		if counted[r.WaveID] {
			logs = append(logs, r)
		}
	}
	return meetings.Logs(logs, people), true, nil
}
