package xlsform

import (
	"strings"

	"verbatim/survey"
)

// An option is a row of the worksheet of choices.
type option struct {
	row     row
	key     string
	columns map[string]string // what filters look at
}

// standing are the columns of choices that have a meaning of their own.
var standing = map[string]bool{
	"list_name": true, "name": true, "label": true, "image": true, "audio": true, "video": true, "big-image": true, "geometry": true, "hint": true,
	otherColumn: true, aloneColumn: true,
}

// choices reads the lists.
func (r *reader) choices(t *table) {
	if t == nil {
		return
	}
	for _, row := range t.rows {
		list, name := row.get("list_name"), row.get("name")
		if list == "" || name == "" {
			r.note(choicesSheet, row.number, "", "has no list_name or no name and was left out. Give it both.")
			continue
		}
		key := choiceKey(name)
		if key != name {
			r.note(choicesSheet, row.number, "name", "%q became %q: a name has no spaces and no =, and does not begin with a tilde. Change expressions that look for it.", name, key)
		}
		if r.tongue.words(row, "label") == "" {
			r.note(choicesSheet, row.number, "label", "is empty: its name %q is shown.", name)
		}
		if row.get("image") != "" || row.get("audio") != "" || row.get("video") != "" {
			r.note(choicesSheet, row.number, "", "pictures, sounds and films are not taken over. Say in the label what they show.")
		}
		r.lists[list] = append(r.lists[list], option{row, key, filterColumns(row)})
	}
}

func choiceKey(name string) string {
	key := strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '=' }), "_")
	if strings.HasPrefix(key, "~") {
		key = "_" + strings.TrimLeft(key, "~")
	}
	if key == "" {
		key = "_"
	}
	return key
}

func filterColumns(row row) map[string]string {
	columns := map[string]string{}
	for name, cell := range row.cells {
		if !standing[name] {
			columns[name] = cell
		}
	}
	return columns
}

// list returns the choices of a list for the question with the given key. Only a
// question with a filter needs their columns, and may have one name several
// times.
func (r *reader) list(list, path, question string, filtered bool) []survey.Choice {
	var out []survey.Choice
	seen := map[string]bool{}
	for _, o := range r.lists[list] {
		if seen[o.key] && !filtered {
			if !r.twice {
				r.note(choicesSheet, o.row.number, "name", "%q is in the list %s before, and was left out.", o.key, list)
			}
			continue
		}
		seen[o.key] = true
		c := survey.Choice{Key: o.key, Label: r.tongue.words(o.row, "label"), Other: isYes(o.row.get(otherColumn)), Alone: isYes(o.row.get(aloneColumn))}
		if c.Label == "" {
			c.Label = o.key
		}
		if filtered {
			c.Columns = o.columns
		}
		r.tongue.translate(&r.form, path+"/"+question+"/"+o.key, o.row, "label")
		out = append(out, c)
	}
	r.offered += len(out)
	return out
}
