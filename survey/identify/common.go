package identify

import _ "embed" // the list is a file, so that it can be read and mended as one

//go:embed lists/common.txt
var commonList string

// common are words that are no names though they begin with a capital, because
// they open sentences, name days, peoples and subjects, or are shouted. They
// never begin or end a name without a title.
var common = readList(commonList)

// placeLike are words with the ending of a surname or foreign letters that are
// none.
var placeLike = readList("café cafe naïve naive résumé resume fiancé fiancée cliché élite elite décor blasé exposé sauté touché à la über risky whisky husky pesky milky silky bulky sulky frisky flaky shaky tricky sticky picky lucky chucky rocky sky iceberg")
