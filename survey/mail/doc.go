// Package mail writes to participants: invitations, reminders and thanks, as
// plain text over SMTP.
//
// It is for package cmd, which hands it a mail server, and for the coordinators'
// pages. Who gets what is decided in [verbatim/survey/store]; this package words
// the messages, hands them over, and reads the reports of those that came back.
// It does not receive mail, follows nobody's clicks and puts nothing into a
// message that loads from anywhere.
//
// # Once at most
//
// A letter is marked in the database before it is handed to the mail server, and
// settled after the server's answer. A process that dies in between leaves a
// letter of which nobody knows whether it has left: it is counted as uncertain
// and not sent again by itself, because a second invitation would make the link
// of the first one void. A reminder reaches those who really got nothing. What a
// server refuses for the time being is tried again with a fresh link; what it
// refuses for good is not.
//
// # What joins nothing
//
// The token of a link is in memory while its letter is sent, and nowhere else.
// Letters leave in random order; their identifiers are random and not stored.
// Where nothing may join a person with a response, letters of reminders are
// deleted when their run ends, and days are taken off the others. A mail server
// and its log know, as they must, who was sent a message and when; they know
// nothing of who has answered but that reminders go to those who have not.
package mail
