package corpus

import "verbatim/search"

// A Kind is a kind of search with requests of that kind, from frequent words to
// rare ones, for measuring.
type Kind struct {
	Name    string
	Queries []string
	Request search.Request // without the query
}

// pageSize is the number of hits on a page of results.
const pageSize = 10

// Kinds returns the kinds of search that are measured.
func Kinds() []Kind {
	page := search.Request{Size: pageSize}
	spans := search.Request{Size: pageSize, Spans: true}
	filtered := search.Request{Size: pageSize, Filters: map[string][]string{search.FieldRole: {"mentee"}, search.FieldRound: {"2020", "2021"}}}
	facets := []string{search.FieldRole, search.FieldTheme, search.FieldRound}
	counted := search.Request{Size: pageSize, Facets: facets}
	screen := search.Request{Size: pageSize, Spans: true, Facets: facets, Filters: map[string][]string{search.FieldRole: {"mentee"}}}
	return []Kind{
		{"term", terms, page},
		{"frequent term", frequent, page},
		{"phrase", phrases, page},
		{"and not", booleans, page},
		{"or", alternatives, page},
		{"prefix", prefixes, page},
		{"fuzzy", fuzzies, page},
		{"near", nears, page},
		{"filtered term", terms, filtered},
		{"term with 3 facets", terms, counted},
		{"term highlighted", terms, spans},
		{"screen, boolean", booleans, screen},
		{"screen, one term", terms, screen},
	}
}

var (
	terms = []string{
		"confidence", "hierarchy", "mentor", "important", "listening", "privilege", "childcare", "university", "promotion", "disability", "agenda", "curriculum",
		"microaggressions", "recruitment", "stress", "kaleidoscope", "unassuming", "calendars", "whistleblowing", "tea", "flexible", "students", "power", "trust",
	}
	frequent = []string{"the", "confidence", "I", "time", "scheme", "and", "was", "mentor", "it", "of"}
	phrases  = []string{
		`"a sense that their voices are important"`, `"the only one"`, `"a lot of confidence"`, `"at the end"`, `"not at all"`, `"I was"`, `"in the end"`, `"the time to meet"`,
		`"more than once"`, `"of the"`, `"it was worth it"`, `"people in my team"`, `"what it is like"`, `"safe space"`, `"the lack of time"`, `"over a cup of tea"`,
		`"cost-of-living crisis"`, `"out of order"`, `"as a mentor I"`, `"the way we talk"`, `"from the top"`, `"every four weeks"`,
	}
	booleans = []string{
		"confidence hierarchy -trust", "mentor listening -time", "important senior -staff", "privilege race -pay", "students meetings -online", "power junior -safe",
		"curriculum promotion -tea", "team weeks -agenda", "career perspective -judged", "disability summer -busy",
	}
	alternatives = []string{
		"confidence OR hierarchy OR trust", "childcare OR holidays OR illness", "race OR privilege OR disability", "tea OR summer OR agenda", "mentor OR mentee OR coordinator",
		"kaleidoscope OR lantern OR trombone", "promotion OR pay OR career", "stress OR workload OR health",
	}
	prefixes = []string{"conf*", "hier*", "ment*", "list*", "micr*", "univ*", "orga*", "trai*", "brou*", "drai*", "kale*", "whis*", "prou*", "glea*"}
	fuzzies  = []string{"confidnce~1", "hierachy~1", "mentr~1", "privelege~1", "curiculum~1", "kaleidscope~1", "trust~1", "agenda~1"} //nolint:misspell // slips of the pen are what is searched with
	nears    = []string{"confidence NEAR/5 senior", "senior NEAR/5 staff", "time NEAR/3 year", "trust NEAR/4 surprised", "conf* NEAR/5 busy", "power NEAR/5 end"}
)
