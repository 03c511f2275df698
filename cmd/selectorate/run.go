package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/party"
)

// terminal is where a command reads and writes. With --json nothing but JSON goes to out.
type terminal struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// leaving ends the program from within the parser, after it has printed help.
type leaving int

// run parses the command line, runs the command and gives the exit status.
func run(args []string, t terminal) (exit int) {
	defer func() {
		if asked := recover(); asked != nil {
			status, ok := asked.(leaving)
			if !ok {
				panic(asked)
			}
			exit = int(status)
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var chosen commands
	parser, err := kong.New(&chosen,
		kong.Name("selectorate"),
		kong.Description("Decides by the rules, with reasons, on a record that anybody can check."),
		kong.Writers(t.out, t.err),
		kong.Exit(func(code int) { panic(leaving(code)) }),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Bind(t),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		return leave(t, fmt.Errorf("prepare the command line: %w", err))
	}
	parsed, err := parser.Parse(filesLast(parser.Model.Node, args))
	if err != nil {
		return leave(t, usage("%s; see selectorate --help", strings.TrimPrefix(err.Error(), "selectorate: error: ")))
	}
	if computes(parsed.Command()) {
		stop() // what only computes and leaves nothing half done ends at once when it is told to
	}
	return leave(t, parsed.Run())
}

// computes tells whether a command only reads, counts and writes its answer.
func computes(command string) bool {
	name, _, _ := strings.Cut(command, " ")
	switch name {
	case "count", "audit", "election", "keyholder", "authority":
		return true // an archive is written so that whatever is broken off is found and cut
	}
	return false
}

// filesLast puts the files of `count` behind its flags: the parser takes several files only where no flag stands
// between them. Everything else stays as it is.
func filesLast(root *kong.Node, args []string) []string {
	if len(args) == 0 || args[0] != "count" {
		return args
	}
	alone := map[string]bool{"--help": true}
	for _, command := range root.Children {
		for _, flag := range command.Flags {
			if command.Name == args[0] && flag.IsBool() {
				alone["--"+flag.Name] = true
			}
		}
	}
	flags, files := []string{args[0]}, []string{}
	for i := 1; i < len(args); i++ {
		switch arg := args[i]; {
		case arg == "--":
			return slices.Concat(flags, []string{"--"}, files, args[i+1:])
		case !strings.HasPrefix(arg, "-") || arg == "-":
			files = append(files, arg)
		case strings.Contains(arg, "=") || alone[arg] || i+1 == len(args):
			flags = append(flags, arg)
			if arg == "--compare" && i+1 < len(args) && areRules(splitNames(args[i+1])) && !exists(args[i+1]) {
				i++
				flags[len(flags)-1] += "=" + args[i] // the names of rules belong to it
			}
		default:
			i++
			flags = append(flags, arg, args[i])
		}
	}
	return append(flags, files...)
}

// leave tells an error on the error stream, and gives the exit status.
func leave(t terminal, err error) int {
	if err == nil {
		return 0
	}
	if text := err.Error(); text != "" {
		fmt.Fprintln(t.err, text)
	}
	return status(err)
}

// usageError is a command line that cannot be carried out as it stands.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

func usage(format string, args ...any) error {
	return usageError{"selectorate: " + fmt.Sprintf(format, args...)}
}

// status is the table from errors to exit statuses, described in doc/formats/exit-status.md: 0 done or
// valid; 1 not valid, or the input could not be used; 2 the command line was wrong; 3 a lot is needed and no seed was given.
func status(err error) int {
	if _, wrong := errors.AsType[usageError](err); wrong {
		return 2
	}
	if _, waits := errors.AsType[*count.LotNeeded](err); waits {
		return 3
	}
	if several, some := errors.AsType[errSeveral](err); some {
		return several.status
	}
	switch party.KindOf(err) {
	case party.NotFound, party.Conflict, party.Invalid, party.Forbidden, party.Unavailable:
		return 1
	}
	return 1
}
