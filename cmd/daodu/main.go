// Command daodu reads speeches, reports and articles as the web gives them and
// writes study material whose every point quotes the words it rests on.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/daodu/daodu"
)

// gcPercent trades a twentieth of the speed for a fifth of the memory: a text of 20 MB
// is read in less than 12 times its size. GOGC overrules it.
const gcPercent = 50

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // who asks a second time does not want to wait
	code := run(ctx, os.Args[1:], os.Environ(), streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// streams are the three ends of a command: data goes to out, all else to err.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// run carries out a command line and returns its exit code. Tests call it as main
// does, with an environment of their own.
func run(ctx context.Context, args, env []string, std streams) int {
	app := newApp(env, std)
	err := app.root().run(ctx, args)
	if err == nil {
		return 0
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		fmt.Fprintln(std.err, "daodu: interrupted")
		return daodu.ExitCode(context.Canceled)
	}
	for _, e := range flatten(err) {
		fmt.Fprintln(std.err, "daodu:", oneLine(e))
	}
	return daodu.ExitCode(err)
}

// flatten returns the errors that were joined, so that each input has its line. An error
// that wraps several but has words of its own stays whole.
func flatten(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok && err.Error() == errors.Join(joined.Unwrap()...).Error() {
		var out []error
		for _, e := range joined.Unwrap() {
			out = append(out, flatten(e)...)
		}
		return out
	}
	return []error{err}
}

// oneLine returns an error as one line, whatever a library put into it.
func oneLine(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}
