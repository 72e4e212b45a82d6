package search

import (
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// cleanRegexp returns the expression as the index can run it, which matches
// whole folded words: letters are folded, a leading ^ and a final $ are dropped.
// The problem says what is wrong, or is empty.
func cleanRegexp(expr string) (clean, problem string) {
	expr = strings.TrimSuffix(strings.TrimPrefix(expr, "^"), "$")
	clean = foldRegexp(expr)
	re, err := syntax.Parse(clean, syntax.Perl)
	if err != nil {
		return "", regexpProblem(err)
	}
	if clean == "" || strings.ContainsAny(clean, "\n") {
		return "", "it is empty or goes over a line end"
	}
	if clean[0] == ' ' || re.Op == syntax.OpEmptyMatch {
		return "", "it finds no word"
	}
	return clean, unsupported(re)
}

// regexpProblem puts the library's words for a fault into ours.
func regexpProblem(err error) string {
	e, ok := err.(*syntax.Error) //nolint:errorlint // syntax.Parse documents this type and wraps nothing
	if !ok {
		return "it cannot be read"
	}
	switch e.Code {
	case syntax.ErrMissingParen, syntax.ErrUnexpectedParen:
		return "its brackets ( ) do not match"
	case syntax.ErrMissingBracket:
		return "a square bracket [ is never closed"
	case syntax.ErrMissingRepeatArgument, syntax.ErrInvalidRepeatOp:
		return "a *, + or ? has nothing before it"
	case syntax.ErrInvalidRepeatSize, syntax.ErrLarge, syntax.ErrNestingDepth:
		return "it repeats too much"
	case syntax.ErrInvalidPerlOp:
		return "it uses (?...), which is not available"
	case syntax.ErrTrailingBackslash:
		return "it ends with a backslash"
	}
	return "it is not well formed"
}

// unsupported looks for what an index of words cannot answer.
func unsupported(re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText:
		return "^ and $ are not needed, because it always matches whole words; leave them out"
	case syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return `\b is not needed, because it always matches whole words; leave it out`
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		if re.Flags&syntax.NonGreedy != 0 {
			return "*?, +? and ?? mean nothing here, because it always matches whole words; leave the ? out"
		}
	}
	for _, sub := range re.Sub {
		if problem := unsupported(sub); problem != "" {
			return problem
		}
	}
	return ""
}

// foldRegexp folds the letters of an expression and leaves its escapes alone.
func foldRegexp(expr string) string {
	var b strings.Builder
	for i := 0; i < len(expr); {
		r, n := utf8.DecodeRuneInString(expr[i:])
		if r == '\\' {
			n = escapeLen(expr[i:])
			b.WriteString(expr[i : i+n])
		} else if isLetter(r) || isApostrophe(r) {
			b.WriteString(Fold(expr[i : i+n]))
		} else {
			b.WriteString(expr[i : i+n])
		}
		i += n
	}
	return b.String()
}

// escapeLen returns the length of the escape that s begins with: \x, or \pL, or
// \p{Latin}.
func escapeLen(s string) int {
	if len(s) < 2 {
		return len(s)
	}
	_, n := utf8.DecodeRuneInString(s[1:])
	n++
	if (s[1] == 'p' || s[1] == 'P') && len(s) > n {
		if s[n] == '{' {
			if end := strings.IndexByte(s, '}'); end > 0 {
				return end + 1
			}
		}
		_, m := utf8.DecodeRuneInString(s[n:])
		n += m
	}
	return n
}
