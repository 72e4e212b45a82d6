package main

import (
	"time"

	"verbatim/survey/backup"
)

type keyCmd struct {
	File string `arg:"" help:"File to make. Keep it apart from the backups, and not on this machine."`
}

// Run makes a key for backups.
func (k *keyCmd) Run(c *console) error {
	recipient, err := backup.NewKey(k.File, time.Now())
	if err != nil {
		return err
	}
	c.say("Key", "%s", k.File)
	c.say("Recipient", "%s", recipient)
	c.say("Next", "verbatim backup FILE -recipient with the above; without the key nobody can open what it has made")
	return nil
}
