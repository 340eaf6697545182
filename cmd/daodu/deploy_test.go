package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// deployed returns the files of deploy and the page about them, by path.
func deployed(t *testing.T) map[string]string {
	t.Helper()
	root := filepath.Join("..", "..")
	files := map[string]string{}
	for _, top := range []string{"deploy", filepath.Join("docs", "deploy.md")} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, ".go") {
				return err
			}
			data, err := os.ReadFile(path)
			rel, _ := filepath.Rel(root, path)
			files[filepath.ToSlash(rel)] = string(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// documents returns the documents of a YAML file.
func documents(t *testing.T, name, text string) (docs []map[string]any) {
	t.Helper()
	d := yaml.NewDecoder(strings.NewReader(text))
	for {
		var doc map[string]any
		err := d.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return docs
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		docs = append(docs, doc)
	}
}

// field returns what stands in nested maps, nil where there is nothing.
func field(doc any, path ...string) any {
	for _, key := range path {
		m, _ := doc.(map[string]any)
		doc = m[key]
	}
	return doc
}

// texts returns a list of strings.
func texts(list any) (out []string) {
	values, _ := list.([]any)
	for _, v := range values {
		s, _ := v.(string)
		out = append(out, s)
	}
	return out
}

// accepts fails when the command line is none of this version.
func accepts(t *testing.T, where string, args []string) {
	t.Helper()
	root := newApp(nil, streams{}).root()
	cmd, rest, err := root.Find(args)
	if err != nil || cmd == root.Command {
		t.Errorf("%s: there is no command %q", where, args)
		return
	}
	if err := cmd.ParseFlags(rest); err != nil {
		t.Errorf("%s: daodu %s: %v", where, strings.Join(args, " "), err)
	}
}

var variable = regexp.MustCompile(`\bDAODU_[A-Z_]*[A-Z]\b`)

// DAODU_IMAGE is a variable of compose.yaml alone.
var foreign = []string{"DAODU_IMAGE"}

func TestDeployNamesVariables(t *testing.T) {
	t.Parallel()
	known := slices.Concat(otherEnv, foreign)
	for _, s := range settings {
		known = append(known, envName(s.key))
	}
	for name, text := range deployed(t) {
		for _, v := range variable.FindAllString(text, -1) {
			if !slices.Contains(known, v) {
				t.Errorf("%s: there is no variable %s", name, v)
			}
		}
	}
}

// shell matches a call of the command, or of the image, in a page, a unit or a comment.
var shell = regexp.MustCompile(`(?m)(?:(?:^|` + "`" + `|=/usr/local/bin/)daodu|run --rm api) ([a-z][^` + "`" + `\n|&;#]*)`)

func TestDeployCommands(t *testing.T) {
	t.Parallel()
	found := 0
	for name, text := range deployed(t) {
		for _, m := range shell.FindAllStringSubmatch(text, -1) {
			found++
			accepts(t, name, strings.Fields(m[1]))
		}
	}
	if found < 5 {
		t.Errorf("%d commands found: the test does not see them", found)
	}
}

func TestDockerfile(t *testing.T) {
	t.Parallel()
	text := deployed(t)["deploy/Dockerfile"]
	m := regexp.MustCompile(`(?m)^CMD \[(.*)\]$`).FindStringSubmatch(text)
	if m == nil {
		t.Fatal("no CMD")
	}
	accepts(t, "deploy/Dockerfile", strings.Split(strings.NewReplacer(`"`, "", " ", "").Replace(m[1]), ","))
	user := strings.Index(text, "\nUSER 10001:10001\n")
	if user < strings.LastIndex(text, "\nFROM ") || !strings.Contains(text, "CGO_ENABLED=0") || !strings.Contains(text, "\nHEALTHCHECK ") {
		t.Error("the image does not run a static binary as somebody else than root, with a health check")
	}
	if m := regexp.MustCompile(`golang:([0-9.]+)`).FindStringSubmatch(text); m == nil || !strings.Contains(module(t), "\ngo "+m[1]) {
		t.Errorf("the image is built with another Go than go.mod names: %v", m)
	}
}

// module returns go.mod.
func module(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestDockerignore holds that every folder the binary is built from gets into the image.
func TestDockerignore(t *testing.T) {
	t.Parallel()
	text := deployed(t)["deploy/Dockerfile.dockerignore"]
	entries, err := os.ReadDir(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	without := []string{"bench", "deploy", "docs", "examples", "scripts", "bin"} // no Go of the module, or none of the binary
	for _, e := range entries {
		if name := e.Name(); e.IsDir() && !strings.HasPrefix(name, ".") && !slices.Contains(without, name) && !strings.Contains(text, "\n!"+name+"\n") {
			t.Errorf("%s does not get into the image", name)
		}
	}
}

func TestCompose(t *testing.T) {
	t.Parallel()
	docs := documents(t, "deploy/compose.yaml", deployed(t)["deploy/compose.yaml"])
	services, _ := field(docs[0], "services").(map[string]any)
	for name, service := range services {
		if name == "db" {
			continue
		}
		accepts(t, "deploy/compose.yaml: "+name, texts(field(service, "command")))
		if field(service, "image") == nil || field(service, "read_only") != true {
			t.Errorf("%s does not take what all services share: %v", name, service)
		}
	}
	if image, _ := field(services, "db", "image").(string); !strings.HasPrefix(image, "pgvector/pgvector:") || field(services, "worker", "deploy", "replicas") != 2 || services["api"] == nil {
		t.Error("compose does not bring up a PostgreSQL with pgvector, one API and two workers")
	}
}

func TestKubernetes(t *testing.T) {
	t.Parallel()
	files := deployed(t)
	listed := texts(field(documents(t, "kustomization.yaml", files["deploy/kubernetes/kustomization.yaml"])[0], "resources"))
	commands := map[string]bool{}
	for name, text := range files {
		base, ok := strings.CutPrefix(name, "deploy/kubernetes/")
		if !ok || base == "kustomization.yaml" {
			continue
		}
		if !slices.Contains(listed, base) {
			t.Errorf("kustomization.yaml leaves out %s", base)
		}
		for _, doc := range documents(t, name, text) {
			if field(doc, "apiVersion") == nil || field(doc, "kind") == nil || field(doc, "metadata", "name") == nil {
				t.Errorf("%s: %v is no object", name, doc)
			}
			checkPod(t, name, field(doc, "spec", "template", "spec"), commands)
		}
	}
	for _, want := range []string{"serve", "worker", "migrate"} {
		if !commands[want] {
			t.Errorf("nobody runs %s", want)
		}
	}
}

// checkPod checks the containers of a pod, if there is one, and notes what they run.
func checkPod(t *testing.T, name string, pod any, commands map[string]bool) {
	t.Helper()
	if pod == nil {
		return
	}
	if field(pod, "securityContext", "runAsNonRoot") != true || field(pod, "securityContext", "runAsUser") != 10001 {
		t.Errorf("%s: runs as root, or as another user than that of the image", name)
	}
	containers, _ := field(pod, "containers").([]any)
	for _, c := range containers {
		args := texts(field(c, "args"))
		accepts(t, name, args)
		commands[args[0]] = true
		if field(c, "resources", "limits", "memory") == nil || field(c, "securityContext", "readOnlyRootFilesystem") != true {
			t.Errorf("%s: has no limits", name)
		}
		for _, probe := range []string{"startupProbe", "livenessProbe", "readinessProbe"} {
			if path := field(c, probe, "httpGet", "path"); args[0] == "serve" && path != "/healthz" && path != "/readyz" {
				t.Errorf("%s: %s asks for %v", name, probe, path)
			}
		}
	}
}

// TestUnits holds that variables of the units can be read by the command.
func TestUnits(t *testing.T) {
	t.Parallel()
	var env []string
	for line := range strings.Lines(deployed(t)["deploy/systemd/daodu.env"]) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "#")
		if strings.HasPrefix(line, "DAODU_") {
			env = append(env, line)
		}
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"config", "show"}, append(env, "HOME="+t.TempDir()), streams{strings.NewReader(""), &out, &errs}); code != 0 || len(env) < 8 {
		t.Errorf("with the %d settings of the units: exit code %d: %s", len(env), code, errs.String())
	}
	if strings.Contains(out.String(), "CHANGE-ME") {
		t.Error("config show tells the password")
	}
}
