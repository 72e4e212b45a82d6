package corpus

// The clauses that sentences are made of, those that come first most often.
var (
	openers = []string{
		"at first", "in the end", "to be honest", "looking back", "after a while", "as a mentor", "as a mentee", "for the first time",
		"on the whole", "half-way through", "before the scheme", "since then", "if I may say so", "of course", "in my experience", "when we met",
	}
	subjects = []string{
		"I", "we", "my mentor", "my mentee", "the scheme", "it", "the meetings", "the senior staff", "my confidence", "they",
		"the programme", "our conversations", "people in my team", "the coordinators", "everybody I met", "the organisation", "the training", "my line manager",
		"the only one in the room who listened", "colleagues from other departments", "the matching", "students", "the hierarchy", "junior staff", "the feedback", "half of us",
	}
	verbs = []string{
		"was", "felt", "gave me", "helped with", "did not change", "made me think about", "has changed", "could have had", "wanted", "learnt about",
		"talked about", "listened to", "asked for", "challenged", "needed", "would like to see", "understood", "did not at all mention", "built", "found",
		"took up", "opened", "struggled with", "looked forward to", "expected", "questioned", "shared", "respected", "ignored", "encouraged",
	}
	objects = []string{
		"a lot of confidence", "the time to meet", "more confident than before", "a better view of the hierarchy", "what it is like to be junior", "how power works here", "my own assumptions",
		"the way we talk to each other", "a safe space", "difficult questions", "the barriers that others face", "an honest conversation", "trust between us", "important issues",
		"the culture of the organisation", "support from the top", "equal opportunities", "being listened to", "inclusive leadership", "my career", "a different perspective",
		"workload and stress", "the lack of time", "clear goals", "regular meetings", "flexible working", "promotion and pay", "mental health", "the accessibility of our buildings",
		"small steps", "privilege and race", "language that excludes", "childcare", "religious holidays", "the recruitment of new staff", "disability and illness", "hidden rules",
		"recognition for what we do", "a sense of belonging", "networks across the university", "role models", "the curriculum", "microaggressions", "a friendly ear",
	}
	tails = []string{
		"at the end of the year", "in a way that I did not expect", "and it was worth it", "but not enough", "because we had the time", "with people I would never have met",
		"without being judged", "from the very first meeting", "even when it was hard", "more than once", "as well as I could", "for the whole team", "to some extent",
		"which surprised me", "although we were both busy", "not only for me", "so that others can learn from it", "in spite of everything", "over a cup of tea", "online and in person",
		"every four weeks", "until the summer", "thanks to the coordinators", "with no agenda at all",
	}
	links = []string{"in", "near", "about", "like", "with", "at"}
)
