package identify

import "unicode/utf8"

// nearScore is how sure a name is that differs from one of the roster by one
// letter: a hint to look at, no more.
const nearScore = 0.45

// The shortest names that are looked for misspelt. Shorter ones are one letter
// away from too many words, and words in lower case more so.
const (
	shortestNear  = 5
	shortestLower = 7
)

// nearKeys returns a name without any letter, and without each one: two names
// that differ by a letter changed, left out, put in or swapped with its
// neighbour share one of them.
func nearKeys(fold string) []string {
	keys := []string{fold}
	for i, r := range fold {
		keys = append(keys, fold[:i]+fold[i+utf8.RuneLen(r):])
	}
	return keys
}

// addNear makes the misspellings of a part of a name known.
func (f *Finder) addNear(part string) {
	if utf8.RuneCountInString(part) < shortestNear || f.ambiguous[part] || common[part] {
		return
	}
	for _, k := range nearKeys(part) {
		if f.near[k] == nil || f.near[k][len(f.near[k])-1] != part {
			f.near[k] = append(f.near[k], part)
		}
	}
}

// misspelt returns words that are one letter away from a name of the roster and
// are nothing else that is known.
func (f *Finder) misspelt(text string, ws []word) []Found {
	if len(f.near) == 0 {
		return nil
	}
	var found []Found
	for _, w := range ws {
		if n := utf8.RuneCountInString(w.fold); n < shortestNear || n < shortestLower && !w.capital && !w.caps || f.people[w.fold] || known(f, w.fold) {
			continue
		}
		if f.nearPart(w.fold) {
			found = append(found, Found{Name, w.span, w.span.In(text), "person", nearScore})
		}
	}
	return found
}

// known reports whether a word is an English one as far as the lists tell.
func known(f *Finder, fold string) bool {
	return common[fold] || f.ambiguous[fold] || f.towns[fold] || f.institutions[fold] || wordLike(fold)
}

func (f *Finder) nearPart(fold string) bool {
	for _, k := range nearKeys(fold) {
		for _, part := range f.near[k] {
			if oneLetter(fold, part) {
				return true
			}
		}
	}
	return false
}

// oneLetter reports whether a letter changed, left out, put in or swapped with
// its neighbour makes b of a. The first letter is mostly right.
func oneLetter(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 || x[0] != y[0] {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	switch {
	case len(x) < len(y):
		return string(x[i:]) == string(y[i+1:])
	case i == len(x):
		return false // the same
	case string(x[i+1:]) == string(y[i+1:]):
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && string(x[i+2:]) == string(y[i+2:])
}
