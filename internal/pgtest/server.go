package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// startTime is how long the first start may take, which fetches about 55 MB.
const startTime = 5 * time.Minute

// server returns the URL of the server that tests use. It is looked for once in a process,
// and cleared of what killed runs left.
var server = sync.OnceValues(func() (string, error) {
	url, err := find()
	if err != nil {
		return "", err
	}
	if err := dropOld(url, time.Now()); err != nil {
		return "", fmt.Errorf("the server of %s: %w", Env, err)
	}
	return url, nil
})

func find() (string, error) {
	switch url := os.Getenv(Env); url {
	case "":
		return start()
	case "none":
		return "", fmt.Errorf("needs a PostgreSQL with pgvector; %s is none", Env)
	default:
		return url, nil
	}
}

// start runs the script that starts a server, or finds the one that runs.
func start() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, filepath.Join(root, "scripts", "pgvector.sh"), "start")
	cmd.Stderr, cmd.WaitDelay = &said, time.Second
	url, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("needs a PostgreSQL with pgvector; set %s. scripts/pgvector.sh start: %w: %s",
			Env, err, strings.TrimSpace(said.String()))
	}
	return strings.TrimSpace(string(url)), nil
}

// moduleRoot looks upward from the working folder, since a test runs in its package.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above the working folder")
		}
	}
}
