package render

// MostMoulds is mostMoulds, for tests.
const MostMoulds = mostMoulds

// Sheets returns how many form pages m keeps.
func (m *Moulds) Sheets() int { return len(m.sheets.kept) }
