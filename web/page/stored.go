package page

import (
	"fmt"

	"verbatim/survey"
)

// Stored returns what a participant should know before answering: what is
// stored, who can see what, and until when it can be taken back. It is made
// from the mode of the wave, so that it cannot say anything else than what the
// store does.
func Stored(w survey.Wave) []Fact {
	facts := []Fact{who(w.Mode), ownWords(w.Mode), quoting(), draft(), withdrawing(w)}
	if w.RetainUntil != "" {
		facts = append(facts, keeping(w))
	}
	return facts
}

func keeping(w survey.Wave) Fact {
	const format = "Until %s. After that your words are removed. What is left are counts of at least 5 people, and what was published before."
	return Fact{Head: "How long your answers are kept", Text: fmt.Sprintf(format, w.RetainUntil), Format: format, Day: w.RetainUntil}
}

// KeptLonger says why answers are kept longer than was said at first.
func KeptLonger(reason string) Fact {
	return Fact{Head: "The answers are kept longer than was said at first", Text: reason}
}

func who(m survey.Mode) Fact {
	switch m {
	case survey.Named:
		return Fact{Head: "Your name is stored with your answers", Text: "The people who run this evaluation can see who wrote what."}
	case survey.Confidential:
		return Fact{Head: "Your name is kept apart from your answers", Text: "Your answers are stored under a code. The people who read them see the code. Only a coordinator can look up who it belongs to."}
	case survey.AnonymousInvited:
		return Fact{Head: "Nobody can see which answers are yours", Text: "When you send your answers, your invitation is marked as used. Nothing we store joins the two: no name, no address, no time of day. We keep the day on which your answers came, and your role if there is one."}
	case survey.Open:
	}
	return Fact{Head: "We do not store who you are", Text: "We store your answers and the day on which they came. We do not store a name, an address, your device or the time of day."}
}

func ownWords(m survey.Mode) Fact {
	f := Fact{Head: "Your words are kept as you write them", Text: "We do not change or correct them."}
	if m != survey.Named {
		f.Text = "We do not change or correct them. If you write names, places or things that only you could know, a reader may guess who you are."
	}
	return f
}

func quoting() Fact {
	return Fact{Head: "You say what may be quoted", Text: "Beside each answer that could be quoted you choose whether your words may be printed. If you choose nothing, they are not quoted."}
}

func draft() Fact {
	return Fact{Head: "What you have written so far is kept as a draft", Text: "It is encrypted, with the files that you add. Only this browser can open it, by a cookie, and whoever has the code for coming back, if you ask for one. The draft is deleted when you send your answers, or when you ask for it."}
}

func withdrawing(w survey.Wave) Fact {
	f := Fact{Head: "You can take your answers back", Text: "When you have sent them you get a code. With it you can have them removed until the summary is published."}
	if w.WithdrawUntil != "" {
		f.Format, f.Day = "When you have sent them you get a code. With it you can have them removed until %s.", w.WithdrawUntil
		f.Text = fmt.Sprintf(f.Format, f.Day)
	}
	return f
}
