package words

var arabic = table{ //nolint:gochecknoglobals // a table that Go cannot write as a constant
	months: [12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
	says:   map[string]string{},
}
