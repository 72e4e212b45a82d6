package render

import (
	"verbatim/web/page"
	"verbatim/web/page/words"
)

// MostMoulds is mostMoulds, for tests.
const MostMoulds = mostMoulds

// Sheets returns how many form pages m keeps.
func (m *Moulds) Sheets() int { return len(m.sheets.kept) }

// ParseAll makes the templates of every page in every language.
func (r *Renderer) ParseAll() error {
	for _, tag := range append(words.Languages(), words.English, page.Unspoken) {
		for _, name := range r.Names() {
			if _, err := r.set(tag, name); err != nil {
				return err
			}
		}
	}
	return nil
}
