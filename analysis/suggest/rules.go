package suggest

// rules is the table of patterns. The weights are logits set by hand on one
// scale: 3 nearly always an action, 2 usually, 1 a hint, below 0 speaks against.
// They were reasoned from how requests and advice are worded in English and
// checked on public annotated sentences; nothing was fitted.
func rules() []rule {
	return append(append(append(wishes(), duties()...), advising()...), against()...)
}

// wishes say what the writer would like.
func wishes() []rule {
	return []rule{
		{"would-be-good", 2.6, "would|will|might|may|could|should *2 be ?<adv> ?<adv> <good>"},
		{"be-good-if", 2.2, "be ?<adv> ?<adv> <good> *2 if|to|for|when"},
		{"would-have-been-good", 1.2, "would|could have been ?<adv> ?<adv> <good>"},
		{"would-have-liked", 2.2, "would *2 have liked|loved|preferred|appreciated|helped|benefited|welcomed"},
		{"would-like", 2.6, "<me> would ?<adv> like|love|prefer|want|appreciate|welcome|rather|suggest|recommend|propose"},
		{"would-like-say", -1.5, "would ?<adv> like|love to thank|say|know|express|mention|point"},
		{"would-help", 1.2, "would ?<adv> help|benefit|improve|make|allow|enable|solve|encourage|increase|reduce|add"},
		{"i-wish", 2.2, "i|we ?<adv> wish"},
		{"wish", 1.2, "wish|wishes|wishing|wishlist"},
		{"if-only", 2, "if only"},
		{"hope", 0.9, "hope|hoping|hopefully"},
		{"want", 0.5, "i|we ?do ?<adv> want|need"},
		{"better-to", 1, "better|easier|best to|off @VB|VBG|TO"},
		{"would-be-better", 1.4, "would|will be *2 more|less|better|easier|pleasant"},
		{"could-use", 1.4, "could|can ?<adv> use @DT|JJ|JJR|NN"},
		{"improvement", 0.6, "improvement|improvements|improved|enhancement"},
		{"is-a-must", 1, "a must"},
		{"got-to", 0.8, "you ?have got to"},
		{"not-recommended", 1.8, "^ not|highly|definitely|strongly recommended"},
		{"asking-for", 1.2, "asking for|that"},
		{"be-able", 0.4, "should|could|would|love|like|want *2 able to"},
		{"like-to-see", 2.2, "like|love|good|great|nice|want|prefer|need to see|have"},
		{"could-do-with", 2.5, "could ?<adv> do with"},
		{"better-if", 2, "better|easier|happier|fairer if"},
		{"in-future", 1, "in|for|next the|time ?next future|time|year|round"},
		{"be-great-fragment", 1, "^ nice|great|good|useful|helpful|better|interesting|cool to|if"},
	}
}

// duties say what somebody has to do.
func duties() []rule {
	return []rule{
		{"should", 2.2, "should|shud|shoud|shld"},
		{"should-be", 0.4, "should ?not ?<adv> be"},
		{"ought", 2.2, "ought to"},
		{"must", 0.9, "must !have"},
		{"must-be", 0.3, "must ?not ?<adv> be"},
		{"needs-to", 1.8, "needs to"},
		{"need-to", 0.7, "need to"},
		{"need-more", 1.6, "need|needs|require|requires ?a ?<adv> <more>"},
		{"needs", 1.1, "needs|need @NN|NNS|JJ|DT|VBG"},
		{"needed", 1.1, "is|are|be|was|were ?<adv> needed|required|necessary|essential|needs"},
		{"in-need", 1.8, "in ?<adv> need of"},
		{"had-better", 1.8, "had better"},
		{"has-to", -0.1, "has|have to !@VBN"},
		{"could-be-done", 0.9, "could|can ?<adv> be ?<adv> @VBN"},
		{"could-be-more", 1.6, "could|can|might|should ?<adv> be ?<adv> @JJR|RBR"},
		{"could-question", 1.6, "could|can|would you|we|they|it !not"},
		{"could", 0.8, "they|we|you|it|there could"},
		{"could-we", 0.8, "^ could|can you|we|they|there"},
		{"be-possible", 1.6, "it|is be|it possible to|for|if"},
		{"why-not", 1.6, "^ why not"},
		{"why-do-not", 1, "why do|does|can|could not"},
		{"how-about", 2, "^ how|what about"},
		{"time-to", 0.8, "time to @VB"},
		{"room-for", 1.5, "room|scope for ?<adv> improvement"},
		{"not-enough", 0.4, "not enough|sufficient"},
		{"please", 1.8, "please"},
		{"rather-than", 0.5, "rather|instead than|of"},
		{"important-to", 1.4, "important|essential|crucial|vital|necessary|imperative to|that"},
		{"aim-at", 1, "it|there|this|they|that should|must|needs"},
	}
}

// advising is how people tell other people what to do.
func advising() []rule {
	return []rule{
		{"recommend", 2.0, "<advice>"},
		{"recommended", 1.4, "highly|strongly|be|is recommended|advised|advisable"},
		{"tip", 0.8, "<tip>"},
		{"make-sure", 2.4, "make|be|making sure|certain"},
		{"be-aware", 2.2, "^ *1 be aware|careful|prepared|warned|ready|advised"},
		{"keep-in-mind", 2.4, "keep|bear ?it ?this in mind"},
		{"remember-to", 1.8, "remember|forget to|that|your"},
		{"beware", 2, "beware|warning"},
		{"watch-out", 2, "watch|look out"},
		{"avoid", 1.4, "avoid"},
		{"do-not", 1.6, "^ do not @VB|VBP|NN"},
		{"do-not-one", 1.8, "^ do-not"},
		{"worth-it", 0.9, "worth @VBG|DT|PRP|NN"},
		{"worth-while", 1.2, "worth|worthwhile it|considering|looking|trying|having|paying|visiting"},
		{"if-you", 1.6, "if you"},
		{"opens-if-you", 0.7, "^ if you"},
		{"if-they", 0.8, "if they|we|there|it could|would|can|were|had"},
		{"unless", 0.8, "unless you"},
		{"you-can", 1.2, "you can|could|may|might|will|would !not"},
		{"you-want", 1.4, "may|might|will want|need to"},
		{"you-must", 1, "you should|must|need|have ?to"},
		{"as-you", 0.5, "when|as|so|because you"},
		{"your", 0.5, "your|yourself"},
		{"for-those", 0.9, "for|anyone|those|anybody|people those|anyone|anybody|people|who|looking|wanting|wishing"},
		{"not-for", 0.8, "is|are not|perfect|ideal for|the ?best"},
	}
}

// against is what sentences that ask for nothing look like.
func against() []rule {
	return []rule{
		{"own-should", -2, "i should|must"},
		{"as-should", -1.5, "as it|they|you should"},
		{"should-have", -0.8, "should|could have @VBN|been"},
		{"recommended-by", -1.5, "was|were|as|had|which|by recommended"},
		{"past-person", -1, "i|we ?<adv> @VBD"},
		{"perfect-person", -0.6, "i|we have ?<adv> @VBN"},
		{"past", -0.5, "was|were|had|did"},
		{"thanks", -0.4, "thank|thanks"},
		{"no-need", -1.2, "no|not need|necessary ?to"},
		{"told-us", -0.8, "he|she|they ?had @VBD"},
		{"do-not-know", -1.5, "i|we do not|n't know|think|understand|see|have|want|like|care|mind|work"},
		{"because", -0.2, "because|since"},
	}
}
