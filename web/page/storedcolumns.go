package page

import "verbatim/survey"

// Columns says of each column that is kept about participants' answers what the
// statement of anonymity tells of it: the place of a fact in Stored, or nothing
// that concerns a person. A column that is not here has not been told of, and a
// test fails.
func Columns() map[string]map[string]string {
	const who, words, draft, technical = "who", "words", "draft", "technical"
	return map[string]map[string]string{
		"response": {
			"id": technical, "wave_id": technical, "mode": technical, "form_key": technical, "form_version": technical,
			"role": who, "participant_id": who, "received_on": who,
		},
		"answer":     {"response_id": technical, "question": technical, "place": technical, "choices": words, "text": words, "hash": technical, "quote_consent": words},
		"draft":      {"secret_hash": draft, "saved_on": draft, "body": draft, "version": technical},
		"carry":      {"code_hash": draft, "secret_hash": draft, "body": draft},
		"attachment": {"id": technical, "draft_hash": draft, "response_id": technical, "sealed": draft, "bytes": words, "question": technical, "name": words, "media": words, "hash": technical, "file_key": technical},
		"preview": {
			"id": technical, "response_id": technical, "round_id": technical, "question": technical, "shown_hash": technical, "words": words, "label": words,
			"heading": technical, "statement": technical, "until": technical, "current": technical, "reply": words, "wish": words, "settled_by": technical, "settled": technical,
		},
		"attachment_part": {"attachment_id": technical, "place": technical, "body": words},
	}
}

// Joins reports whether a column joins answers with a person, and in which modes
// it may be filled.
func Joins(table, column string) (modes []survey.Mode, joins bool) {
	if table == "response" && column == "participant_id" {
		return []survey.Mode{survey.Named, survey.Confidential}, true
	}
	return nil, false
}
