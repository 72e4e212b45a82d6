package coordinate

import "net/url"

// ledgerPath returns the address of the ledger of a programme.
func ledgerPath(programme string) string { return "/staff/ledger/" + url.PathEscape(programme) }
