package dataset

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// writeR writes a script that reads the CSV files with base R alone: labels and
// value labels become attributes, as packages for labelled data read them, and
// numbers that stand for no answer become NA.
func (d Dataset) writeR(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, `# Reads the tables of this folder into data frames. Run it with the folder as
# working directory: source("answers.R", encoding = "UTF-8")
labelled <- function(x, label, values = NULL, missing = NULL) {
  x[x %in% missing] <- NA
  attr(x, "label") <- label
  if (length(values)) attr(x, "labels") <- values
  x
}
`)
	for _, t := range d.tables() {
		fmt.Fprintf(out, "\n%s <- read.csv(%s, fileEncoding = \"UTF-8-BOM\", na.strings = \"\", check.names = FALSE, stringsAsFactors = FALSE)\n", t.Name, rText(t.Name+".csv"))
		for _, v := range t.Variables {
			args := []string{t.Name + "$" + v.Name, rText(line(v.Label))}
			if len(v.Values) > 0 {
				args = append(args, "values = c("+rValues(v.Values)+")")
			}
			if len(v.Missing) > 0 {
				codes := make([]string, len(v.Missing))
				for i, m := range v.Missing {
					codes[i] = strconv.Itoa(m.Code)
				}
				args = append(args, "missing = c("+strings.Join(codes, ", ")+")")
			}
			fmt.Fprintf(out, "%s$%s <- labelled(%s)\n", t.Name, v.Name, strings.Join(args, ", "))
		}
	}
	return out.Flush()
}

func rValues(values []Value) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = rText(line(v.Text)) + " = " + strconv.Itoa(v.Code)
	}
	return strings.Join(out, ", ")
}

// rText returns a text as R writes it.
func rText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// SPSS takes so many bytes of a label of a column, and of a value.
const (
	longestLabel = 256
	longestValue = 120
)

// writeSPSS writes syntax that reads the spreadsheet, which keeps lines within
// texts as SPSS's reader of CSV does not. Texts are read up to 32,767 bytes,
// which is what SPSS holds; the spreadsheet and the CSV files have them whole.
func (d Dataset) writeSPSS(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, bom+"* Encoding: UTF-8.\n* Run it in the folder that answers.xlsx is in: CD 'folder'.\n")
	for _, t := range d.tables() {
		fmt.Fprintf(out, "\nGET DATA /TYPE=XLSX /FILE='answers.xlsx' /SHEET=NAME %s /CELLRANGE=FULL /READNAMES=ON /ASSUMEDSTRWIDTH=32767.\nDATASET NAME %s.\n", spssText(t.Name, longestLabel), t.Name)
		for _, v := range t.Variables {
			fmt.Fprintf(out, "VARIABLE LABELS %s %s.\n", v.Name, spssText(line(v.Label), longestLabel))
			if len(v.Values)+len(v.Missing) == 0 {
				continue
			}
			fmt.Fprintf(out, "VALUE LABELS %s", v.Name)
			for _, value := range append(append([]Value(nil), v.Values...), v.Missing...) {
				fmt.Fprintf(out, "\n  %d %s", value.Code, spssText(line(value.Text), longestValue))
			}
			fmt.Fprint(out, ".\n")
			switch n := len(v.Missing); n {
			case 0:
			case 1:
				fmt.Fprintf(out, "MISSING VALUES %s (%d).\n", v.Name, v.Missing[0].Code)
			default: // they rise
				fmt.Fprintf(out, "MISSING VALUES %s (%d THRU %d).\n", v.Name, v.Missing[0].Code, v.Missing[n-1].Code)
			}
		}
	}
	fmt.Fprint(out, "EXECUTE.\n")
	return out.Flush()
}

// spssText returns a text in quotes that is at most so many bytes long.
func spssText(s string, longest int) string {
	const dots = "..."
	if len(s) > longest {
		end := longest - len(dots)
		for end > 0 && !utf8.RuneStart(s[end]) {
			end--
		}
		s = s[:end] + dots
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}
