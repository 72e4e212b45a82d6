package survey

// Open reports whether the wave can be answered on the day.
func (w Wave) Open(day Day) bool {
	return (w.OpensOn == "" || w.OpensOn <= day) && !w.Closed(day)
}

// Closed reports whether the wave was to be answered until a day before.
func (w Wave) Closed(day Day) bool { return w.ClosesOn != "" && day > w.ClosesOn }

// CloseByHand returns the wave closed at once: the day before is the last one
// on which it could be answered.
func (w Wave) CloseByHand(today Day) Wave {
	w.ClosesOn, w.ClosedOn, w.ExtendedFrom = today.Before(), today, ""
	return w
}

// Extend returns the wave open until a day. Where it was to close on another,
// that is remembered, so that people who knew of the first are told.
func (w Wave) Extend(until Day) Wave {
	if w.ClosesOn != "" && w.ClosedOn == "" && w.ExtendedFrom == "" && until > w.ClosesOn {
		w.ExtendedFrom = w.ClosesOn
	}
	if until == "" || until <= w.ExtendedFrom {
		w.ExtendedFrom = ""
	}
	w.ClosesOn, w.ClosedOn = until, ""
	return w
}

// InYears returns the wave with its days moved by whole years, as it was before
// anybody closed or extended it.
func (w Wave) InYears(years int) Wave {
	closes := w.ClosesOn
	switch {
	case w.ExtendedFrom != "":
		closes = w.ExtendedFrom
	case w.ClosedOn != "":
		closes = w.ClosedOn
	}
	w.OpensOn, w.ClosesOn = w.OpensOn.InYears(years), closes.InYears(years)
	w.WithdrawUntil, w.RetainUntil = w.WithdrawUntil.InYears(years), w.RetainUntil.InYears(years)
	w.ExtendedFrom, w.ClosedOn = "", ""
	return w
}
