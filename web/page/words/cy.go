package words

var welsh = table{ //nolint:gochecknoglobals // a table that Go cannot write as a constant
	months: [12]string{"Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"},
	says:   map[string]string{},
}
