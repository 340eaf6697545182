package client

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	// What the generated client needs; only the overlay tells go that it does.
	_ "github.com/google/uuid"
	_ "github.com/oapi-codegen/runtime"
)

// TestGeneratedClient lets a generated client drive every route.
func TestGeneratedClient(t *testing.T) {
	dir := t.TempDir()
	document, err := filepath.Abs("../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	generated := filepath.Join(dir, "client.gen.go")
	command(t, ".", "go", "tool", "oapi-codegen", "-config", "oapi-codegen.yaml", "-o", generated, document)
	drive := filepath.Join(dir, "drive")
	command(t, ".", "go", "build", "-overlay", overlay(t, dir, generated), "-o", drive, "./testdata/drive")
	daodu := filepath.Join(dir, "daodu")
	command(t, "../..", "go", "build", "-o", daodu, "./cmd/daodu")

	library := "DAODU_STORE_URL=" + filepath.Join(dir, "library.db")
	url := serve(t, daodu, library, "DAODU_READ_ALLOW_PRIVATE=true") // webhooks and feeds on this machine
	key := exec.CommandContext(t.Context(), daodu, "key", "create", "driver", "--role", "admin")
	key.Env = append(os.Environ(), library)
	secret, err := key.Output()
	if err != nil {
		t.Fatal(err)
	}
	driven := strings.Fields(command(t, ".", drive, url, strings.TrimSpace(string(secret))))
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`operationId: (\S+)`).FindAllStringSubmatch(string(text), -1) {
		if !slices.Contains(driven, m[1]) {
			t.Errorf("testdata/drive does not drive %s", m[1])
		}
	}
}

// overlay makes the generated file a package of this module, without writing into it.
func overlay(t *testing.T, dir, generated string) (file string) {
	t.Helper()
	place, err := filepath.Abs("testdata/generated/client.gen.go")
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(map[string]map[string]string{"Replace": {place: generated}})
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// command runs a command and returns what it printed.
func command(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, &out, &errs)
	}
	return out.String()
}

// serve starts a server on a free port, which ends with the test, and returns its address.
func serve(t *testing.T, daodu string, env ...string) (url string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), daodu, "serve", "--addr", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Wait(); err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("serve: %v", err)
		}
	})
	lines := bufio.NewScanner(said)
	address := regexp.MustCompile(`serving (\S+) from`)
	for lines.Scan() {
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			go io.Copy(io.Discard, said) // it must not wait for a reader
			return m[1]
		}
	}
	t.Fatal("the server did not say its address")
	return ""
}
