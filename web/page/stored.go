package page

import "verbatim/survey"

// Stored returns what a participant should know before answering: what is
// stored, who can see what, and until when it can be taken back. It is made
// from the mode of the wave, so that it cannot say anything else than what the
// store does.
func Stored(w survey.Wave) []Fact {
	return []Fact{who(w.Mode), ownWords(w.Mode), quoting(), draft(), withdrawing(w)}
}

func who(m survey.Mode) Fact {
	switch m {
	case survey.Named:
		return Fact{"Your name is stored with your answers", "The people who run this evaluation can see who wrote what."}
	case survey.Confidential:
		return Fact{"Your name is kept apart from your answers", "Your answers are stored under a code. The people who read them see the code. Only a coordinator can look up who it belongs to."}
	case survey.AnonymousInvited:
		return Fact{"Nobody can see which answers are yours", "When you send your answers, your invitation is marked as used. Nothing we store joins the two: no name, no address, no time of day. We keep the day on which your answers came, and your role if there is one."}
	case survey.Open:
	}
	return Fact{"We do not store who you are", "We store your answers and the day on which they came. We do not store a name, an address, your device or the time of day."}
}

func ownWords(m survey.Mode) Fact {
	f := Fact{"Your words are kept as you write them", "We do not change or correct them."}
	if m != survey.Named {
		f.Text += " If you write names, places or things that only you could know, a reader may guess who you are."
	}
	return f
}

func quoting() Fact {
	return Fact{"You say what may be quoted", "Beside each answer that could be quoted you choose whether your words may be printed. If you choose nothing, they are not quoted."}
}

func draft() Fact {
	return Fact{"What you have written so far is kept as a draft", "It is encrypted, and only this browser can open it: it keeps a cookie for that. The draft is deleted when you send your answers, or when you ask for it."}
}

func withdrawing(w survey.Wave) Fact {
	f := Fact{Head: "You can take your answers back", Text: "When you have sent them you get a code. With it you can have them removed until "}
	if w.WithdrawUntil == "" {
		f.Text += "the summary is published."
	} else {
		f.Text += w.WithdrawUntil.String() + "."
	}
	return f
}
