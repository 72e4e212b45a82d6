package search

// plain returns the unaccented spelling of a lower-case Latin letter, and
// whether r is a letter that has one. The pairs are the compatibility
// decompositions of Unicode for Latin-1, Latin Extended and the ligatures,
// with the letters that Unicode does not decompose but English spelling does
// (ß, æ, œ, ø, ł, đ, ð, þ, ħ, ı, ŧ, ŋ).
func plain(r rune) (string, bool) { //nolint:funlen // a table, written as a switch because that is searched fastest
	switch r {
	case 'à', 'á', 'â', 'ã', 'ä', 'å', 'ā', 'ă', 'ą', 'ǎ', 'ǟ', 'ǡ', 'ǻ', 'ȁ', 'ȃ', 'ȧ',
		'ḁ', 'ạ', 'ả', 'ấ', 'ầ', 'ẩ', 'ẫ', 'ậ', 'ắ', 'ằ', 'ẳ', 'ẵ', 'ặ':
		return "a", true
	case 'æ', 'ǣ', 'ǽ':
		return "ae", true
	case 'ḃ', 'ḅ', 'ḇ':
		return "b", true
	case 'ç', 'ć', 'ĉ', 'ċ', 'č', 'ḉ':
		return "c", true
	case 'ð', 'ď', 'đ', 'ḋ', 'ḍ', 'ḏ', 'ḑ', 'ḓ':
		return "d", true
	case 'ǆ', 'ǳ':
		return "dz", true
	case 'è', 'é', 'ê', 'ë', 'ē', 'ĕ', 'ė', 'ę', 'ě', 'ȅ', 'ȇ', 'ȩ', 'ḕ', 'ḗ', 'ḙ', 'ḛ',
		'ḝ', 'ẹ', 'ẻ', 'ẽ', 'ế', 'ề', 'ể', 'ễ', 'ệ':
		return "e", true
	case 'ḟ':
		return "f", true
	case 'ﬀ':
		return "ff", true
	case 'ﬃ':
		return "ffi", true
	case 'ﬄ':
		return "ffl", true
	case 'ﬁ':
		return "fi", true
	case 'ﬂ':
		return "fl", true
	case 'ĝ', 'ğ', 'ġ', 'ģ', 'ǧ', 'ǵ', 'ḡ':
		return "g", true
	case 'ĥ', 'ħ', 'ȟ', 'ḣ', 'ḥ', 'ḧ', 'ḩ', 'ḫ', 'ẖ':
		return "h", true
	case 'ì', 'í', 'î', 'ï', 'ĩ', 'ī', 'ĭ', 'į', 'ı', 'ǐ', 'ȉ', 'ȋ', 'ḭ', 'ḯ', 'ỉ', 'ị':
		return "i", true
	case 'ĳ':
		return "ij", true
	case 'ĵ', 'ǰ':
		return "j", true
	case 'ķ', 'ǩ', 'ḱ', 'ḳ', 'ḵ':
		return "k", true
	case 'ĺ', 'ļ', 'ľ', 'ł', 'ḷ', 'ḹ', 'ḻ', 'ḽ':
		return "l", true
	case 'ǉ':
		return "lj", true
	case 'ḿ', 'ṁ', 'ṃ':
		return "m", true
	case 'ñ', 'ń', 'ņ', 'ň', 'ŋ', 'ǹ', 'ṅ', 'ṇ', 'ṉ', 'ṋ':
		return "n", true
	case 'ǌ':
		return "nj", true
	case 'ò', 'ó', 'ô', 'õ', 'ö', 'ø', 'ō', 'ŏ', 'ő', 'ơ', 'ǒ', 'ǫ', 'ǭ', 'ǿ', 'ȍ', 'ȏ',
		'ȫ', 'ȭ', 'ȯ', 'ȱ', 'ṍ', 'ṏ', 'ṑ', 'ṓ', 'ọ', 'ỏ', 'ố', 'ồ', 'ổ', 'ỗ', 'ộ', 'ớ',
		'ờ', 'ở', 'ỡ', 'ợ':
		return "o", true
	case 'œ':
		return "oe", true
	case 'ṕ', 'ṗ':
		return "p", true
	case 'ŕ', 'ŗ', 'ř', 'ȑ', 'ȓ', 'ṙ', 'ṛ', 'ṝ', 'ṟ':
		return "r", true
	case 'ś', 'ŝ', 'ş', 'š', 'ſ', 'ș', 'ṡ', 'ṣ', 'ṥ', 'ṧ', 'ṩ', 'ẛ':
		return "s", true
	case 'ß':
		return "ss", true
	case 'ﬅ', 'ﬆ':
		return "st", true
	case 'ţ', 'ť', 'ŧ', 'ț', 'ṫ', 'ṭ', 'ṯ', 'ṱ', 'ẗ':
		return "t", true
	case 'þ':
		return "th", true
	case 'ù', 'ú', 'û', 'ü', 'ũ', 'ū', 'ŭ', 'ů', 'ű', 'ų', 'ư', 'ǔ', 'ǖ', 'ǘ', 'ǚ', 'ǜ',
		'ȕ', 'ȗ', 'ṳ', 'ṵ', 'ṷ', 'ṹ', 'ṻ', 'ụ', 'ủ', 'ứ', 'ừ', 'ử', 'ữ', 'ự':
		return "u", true
	case 'ṽ', 'ṿ':
		return "v", true
	case 'ŵ', 'ẁ', 'ẃ', 'ẅ', 'ẇ', 'ẉ', 'ẘ':
		return "w", true
	case 'ẋ', 'ẍ':
		return "x", true
	case 'ý', 'ÿ', 'ŷ', 'ȳ', 'ẏ', 'ẙ', 'ỳ', 'ỵ', 'ỷ', 'ỹ':
		return "y", true
	case 'ź', 'ż', 'ž', 'ẑ', 'ẓ', 'ẕ':
		return "z", true
	}
	return "", false
}
