package nlp

// Abbreviations by what their full stop can mean, in lower case without the
// last full stop. These sets are read-only.
var (
	// beforeName: what follows belongs to it, so it never ends a sentence.
	beforeName = WordSet("mr mrs ms mx dr prof profs st mt rev hon sgt capt lt col gen gov sen rep e.g eg i.e ie viz vs cf approx esp incl resp n°")
	// titles are forms of address that, in lower case, are also nouns.
	titles = WordSet("prof profs dr gen gov rep col st hon mt")
	// beforeNumber: never ends a sentence before a digit.
	beforeNumber = WordSet("no nos n° nr fig figs p pp vol ch sec art para ref tel ext")
	// timeOfDay ends a sentence only after a whole clause.
	timeOfDay = WordSet("a.m p.m")
	// midSentence: ends a sentence only before a word that opens sentences.
	midSentence = WordSet("co inc ltd corp jr sr dept dip univ uni assoc bros ave rd")
	// afterWhichCapital: also ends one before any capital, because no name follows it.
	afterWhichCapital = WordSet("etc ph.d m.d b.sc m.sc b.a m.a al")
	// starters open sentences and are seldom the first word of a name.
	starters = WordSet("A After All Also Although An And Another Any Are As At Because Before Being But By Can Could Despite Did Do Does During Each Every Finally First For From Further Given Has Have Having He Her Here His How However I If In Is It Its Just Let Many Maybe Meanwhile More Most Mr Mrs Ms My Next No Nor Not Nothing Now Of On Once One Only Or Our Over Overall People Perhaps Please Second See She Should Since So Some Sometimes Still Such Thank Thanks That The Their Then There These They This Those Though Through Thus To Today Under Unless Until Was We Were What When Where Whether Which While Who Why Will With Within Without Would Yes Yet You Your")
)
