package report

// A line is a sentence of a document that stands outside quotes, tables and
// notes, as a file prints it.
type line struct {
	text  string
	aside string // what the software adds in brackets; may be empty
	close string // the mark at the end
	part  Part
	where string // the headings that it stands under
	quiet bool   // it tells of the state of the summary and changes by itself
}

// whole returns the line as it is printed.
func (l line) whole() string {
	text := l.text
	if l.aside != "" {
		text += " (" + l.aside + ")"
	}
	return printable(text + l.close)
}

// lines returns the sentences of a document in their order.
func (d Doc) lines() []line {
	var out []line
	if d.Kicker != "" {
		out = append(out, line{text: d.Kicker, quiet: true})
	}
	if d.Notice != "" {
		out = append(out, line{text: d.Notice, quiet: true})
	}
	section, theme := "", ""
	for _, b := range d.Blocks {
		where := place(section, theme)
		switch b := b.(type) {
		case Heading:
			if b.Level == 1 {
				section, theme = b.Text, ""
			} else {
				theme = b.Text
			}
		case Paragraph:
			out = append(out, line{text: b.Text, part: b.Part, where: where})
		case Lead:
			out = append(out, line{text: b.Text, aside: b.Count, close: b.Close, part: b.Part, where: where})
		case List:
			out = append(out, itemLines(b.Items, where)...)
		}
	}
	return out
}

func itemLines(items []Item, where string) []line {
	var out []line
	for _, it := range items {
		out = append(out, line{text: it.Text, aside: it.Aside, part: it.Part, where: where})
		out = append(out, itemLines(it.Items, where)...)
	}
	return out
}
