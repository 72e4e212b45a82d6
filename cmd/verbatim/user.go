package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/web/session"
)

type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Add a staff account and print its password."`
	Password userPasswordCmd `cmd:"" help:"Give an account a new password."`
	List     userListCmd     `cmd:"" help:"List the accounts."`
}

type secret struct {
	PasswordStdin bool `help:"Read the password from the first line of standard input instead of generating one."`
}

// leastPassword is the least number of characters of a password that a person
// chooses: NCSC and NIST 800-63B ask for length rather than for symbols.
const leastPassword = 12

// password returns the account's new password and whether it was generated.
func (s secret) password(c *console) (string, bool, error) {
	if !s.PasswordStdin {
		return newPassword(), true, nil
	}
	line, err := bufio.NewReader(c.in).ReadString('\n')
	line = strings.TrimRight(line, "\r\n")
	if err != nil && line == "" {
		return "", false, fault.New(fault.Invalid, "Standard input holds no password.")
	}
	if len([]rune(line)) < leastPassword {
		return "", false, fault.Coded("U01", "The password is too short: take %d characters or more.", leastPassword)
	}
	return line, false, nil
}

// give reads or makes a password, hands its hash to store, and prints it where
// it was made.
func (s secret) give(ctx context.Context, c *console, p place, store func(a *app, hash string) error) error {
	a, err := openApp(ctx, c.log, p)
	if err != nil {
		return err
	}
	defer a.close()
	password, generated, err := s.password(c)
	if err != nil {
		return err
	}
	hash, err := session.HashPassword(password)
	if err != nil {
		return err
	}
	if err := store(a, hash); err != nil {
		return err
	}
	if generated {
		c.say("Password", "%s", password)
	}
	return nil
}

// newPassword returns 20 random characters in groups of five: 100 bits.
func newPassword() string {
	t := strings.ToLower(rand.Text())
	return t[:5] + "-" + t[5:10] + "-" + t[10:15] + "-" + t[15:20]
}

type userAddCmd struct {
	place
	secret
	Name  string       `arg:"" help:"Name to sign in with."`
	Level survey.Level `help:"What the account may do: researcher or coordinator." default:"researcher" enum:"researcher,coordinator"`
}

// Run adds the account.
func (u *userAddCmd) Run(ctx context.Context, c *console) error {
	name := strings.ToLower(u.Name)
	if err := survey.CheckKey("name", name); err != nil {
		return err
	}
	return u.give(ctx, c, u.place, func(a *app, hash string) error {
		if err := a.survey.CreateUser(ctx, survey.User{ID: sqldb.NewID(), Name: name, Level: u.Level}, hash); err != nil {
			return err
		}
		c.say("Added", "%s, %s", name, u.Level)
		return nil
	})
}

type userPasswordCmd struct {
	place
	secret
	Name string `arg:"" help:"Name of the account."`
}

// Run sets the password.
func (u *userPasswordCmd) Run(ctx context.Context, c *console) error {
	name := strings.ToLower(u.Name)
	return u.give(ctx, c, u.place, func(a *app, hash string) error {
		if err := a.survey.SetPassword(ctx, name, hash); err != nil {
			return err
		}
		c.say("Changed", "the password of %s; its sessions have ended", name)
		return nil
	})
}

type userListCmd struct{ place }

// Run lists the accounts.
func (u *userListCmd) Run(ctx context.Context, c *console) error {
	a, err := openApp(ctx, c.log, u.place)
	if err != nil {
		return err
	}
	defer a.close()
	users, err := a.survey.Users(ctx)
	if err != nil {
		return err
	}
	for _, user := range users {
		fmt.Fprintf(c.out, "%s\t%s\n", user.Name, user.Level)
	}
	return nil
}
