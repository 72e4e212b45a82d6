package expr

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

func selected(args []Value) Value {
	return BoolOf(slices.Contains(strings.Fields(args[0].String()), strings.TrimSpace(args[1].String())))
}

func countSelected(args []Value) Value {
	return NumberOf(float64(len(strings.Fields(args[0].String()))))
}

// selectedAt gives the choice at a place, counted from 0.
func selectedAt(args []Value) Value {
	chosen := strings.Fields(args[0].String())
	n, ok := args[1].Number()
	if !ok || n < 0 || n >= float64(len(chosen)) {
		return Value{}
	}
	return TextOf(chosen[int(n)])
}

// numbers returns all that are numbers among the values and turns given.
func numbers(args []Value) []float64 {
	var out []float64
	for _, a := range args {
		for _, v := range a.turns() {
			if n, ok := v.Number(); ok {
				out = append(out, n)
			}
		}
	}
	return out
}

func sum(args []Value) Value {
	total := 0.0
	for _, n := range numbers(args) {
		total += n
	}
	return NumberOf(total)
}

func least(args []Value) Value {
	if ns := numbers(args); len(ns) > 0 {
		return NumberOf(slices.Min(ns))
	}
	return Value{}
}

func greatest(args []Value) Value {
	if ns := numbers(args); len(ns) > 0 {
		return NumberOf(slices.Max(ns))
	}
	return Value{}
}

func toNumber(args []Value) Value { return args[0].AsNumber() }

func truncate(args []Value) Value {
	n, ok := args[0].Number()
	return numberIf(math.Trunc(n), ok)
}

// mostPlaces is how many decimal places a number can hold that is worth
// rounding.
const mostPlaces = 15

// round rounds halves away from zero, to whole numbers or to decimal places.
func round(args []Value) Value {
	n, ok := args[0].Number()
	places := 0.0
	if len(args) > 1 {
		var given bool
		places, given = args[1].Number()
		ok = ok && given && math.Abs(places) <= mostPlaces
	}
	if !ok {
		return Value{}
	}
	if places <= 0 {
		unit := math.Pow(10, -math.Trunc(places))
		return NumberOf(math.Round(n/unit) * unit)
	}
	// By way of decimal digits: 1.005 times a hundred is less than 100.5.
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(n+math.Copysign(math.Abs(n)*1e-15, n), 'f', int(places), 64), 64)
	return numberIf(rounded, err == nil)
}

func stringLength(args []Value) Value {
	return NumberOf(float64(utf8.RuneCountInString(args[0].String())))
}

// texts returns what is to be read of the values and turns given.
func texts(args []Value) []string {
	var out []string
	for _, a := range args {
		for _, v := range a.turns() {
			out = append(out, v.String())
		}
	}
	return out
}

func concat(args []Value) Value { return TextOf(strings.Join(texts(args), "")) }

func join(args []Value) Value {
	return TextOf(strings.Join(texts(args[1:]), args[0].String()))
}

func contains(args []Value) Value {
	return BoolOf(strings.Contains(args[0].String(), args[1].String()))
}

func trim(args []Value) Value { return TextOf(strings.TrimSpace(args[0].String())) }

func toDay(args []Value) Value {
	t, ok := args[0].day()
	if !ok {
		return Value{}
	}
	return DayOf(t)
}

// dateParts are what format-date knows, by the letter after the per cent sign,
// as layouts of package time. That has no hours without a leading zero and no
// milliseconds alone: see formatTime.
var dateParts = map[byte]string{
	'Y': "2006", 'y': "06", 'm': "01", 'n': "1", 'b': "Jan", 'd': "02", 'e': "2",
	'H': "15", 'M': "04", 'S': "05", 'a': "Mon",
}

func formatDate(args []Value) Value {
	t, ok := args[0].day()
	if !ok {
		return Value{}
	}
	return TextOf(formatTime(t, args[1].String()))
}

func formatTime(t time.Time, format string) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		switch part := dateParts[format[i]]; {
		case format[i] == 'h':
			b.WriteString(strconv.Itoa(t.Hour()))
		case format[i] == '3':
			b.WriteString(t.Format(".000")[1:])
		case part != "":
			b.WriteString(t.Format(part))
		default:
			b.WriteString(format[i-1 : i+1])
		}
	}
	return b.String()
}
