package main

// benchCmd holds the measurements that a person runs on their own machine. Each
// prints what it measured beside something it can be measured against, and the
// same with stable keys as JSON.
type benchCmd struct {
	Submit  benchSubmitCmd  `cmd:"" help:"Measure submissions beside a bare server of the same page, and look up every acknowledgement."`
	Faults  benchFaultsCmd  `cmd:"" help:"Break what the site stands on, again and again, and look up every acknowledgement."`
	Bare    benchBareCmd    `cmd:"" hidden:"" help:"Serve the page as a bare server, for bench submit."`
	Search  benchSearchCmd  `cmd:"" help:"Measure searching beside bleve alone and SQLite's FTS5."`
	Publish benchPublishCmd `cmd:"" help:"Measure the way from a click to a Word file, and what is caught of quotes that are altered in files."`
	Corpus  benchCorpusCmd  `cmd:"" help:"Print made-up answers with known things to find in them."`
}
