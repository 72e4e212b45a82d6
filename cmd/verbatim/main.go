package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"os/user"
	"regexp"
	"syscall"

	"github.com/alecthomas/kong"

	"verbatim/survey"
	"verbatim/survey/fault"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1 // something went wrong that the caller could not have avoided
	exitUsage  = 2 // the command line or a file given is not right; nothing was changed
)

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var c cli
	code := -1
	ctx = survey.WithActor(ctx, survey.Actor{Kind: survey.ActorCommandLine, Name: account()})
	parser, err := kong.New(&c,
		kong.Name("verbatim"),
		kong.Description("From an evaluation's questions to its published summary, with every quote and count traceable to an answer."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(n int) { code = n }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		return complain(stderr, err)
	}
	parsed, err := parser.Parse(doubleDashes(args))
	if code >= 0 { // help was printed
		return code
	}
	if err != nil {
		fmt.Fprintf(stderr, "verbatim: %v\nhint: verbatim --help lists the commands, verbatim COMMAND --help its options\n", err)
		return exitUsage
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: c.Log}))
	if err := parsed.Run(&console{in: stdin, out: stdout, err: stderr, log: log}); err != nil && !errors.Is(err, context.Canceled) {
		return complain(stderr, err)
	}
	return exitOK
}

// account returns the name of the account that runs this program, which the
// audit names; empty where the machine does not know it.
func account() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}

// singleDash matches a long option written with one dash, as Go programs take
// them: -addr means the same as --addr.
var singleDash = regexp.MustCompile(`^-[a-z][a-z-]+(=.*)?$`)

func doubleDashes(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		if a == "--" {
			copy(out[i:], args[i:])
			break
		}
		if singleDash.MatchString(a) {
			a = "-" + a
		}
		out[i] = a
	}
	return out
}

// complain prints err for the person at the terminal, who runs this machine and
// may see the whole chain, and returns the exit code.
func complain(stderr io.Writer, err error) int {
	if fault.KindOf(err) == fault.Internal {
		fmt.Fprintf(stderr, "verbatim: %v\n", err)
		return exitFailed
	}
	fmt.Fprintf(stderr, "verbatim: %s\n", fault.Text(err))
	if fault.KindOf(err) == fault.Unavailable {
		return exitFailed
	}
	return exitUsage
}
