package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// envPrefix opens the names of all environment variables: DAODU_READ_MAX_BYTES.
const envPrefix = "DAODU_"

// A setting is one key of the configuration with its default and what it means. The
// table is what flags, environment, file and documentation are made from.
type setting struct {
	key     string
	value   any // default; its type is that of the setting
	comment string
}

var settings = []setting{
	{"read.max_bytes", "100MiB", "largest input, unpacked; larger ones are refused"},
	{"read.timeout", 30 * time.Second, "how long fetching one URL may take"},
	{"read.allow_private", false, "permit URLs on private, loopback and link-local addresses"},
	{"read.text_field", "", "column of a crawl (.json, .jsonl, .csv) that holds the text; found by itself when empty"},
	{"read.pdf_tool", "", "path to pdftotext, or \"go\" for the built-in reader; found by itself when empty"},
	{"summarize.kinds", "summary,outline,guide", "what to write of each text"},
	{"summarize.length", "medium", "length of the summary: short (120 characters), medium (300) or long (800)"},
	{"summarize.engine", "", "what writes: extract works offline, openai asks a language model at any endpoint that speaks its protocol; when empty, openai if a model is named, else extract"},
	{"summarize.model", "", "language model of the endpoint"},
	{"summarize.base_url", "", "address of the endpoint, such as https://api.deepseek.com/v1; $OPENAI_BASE_URL when empty, else that of OpenAI"},
	{"summarize.context", 0, "tokens that the model reads and writes in one call; 0 for what the endpoint tells, or else 32768"},
	{"summarize.concurrency", 0, "requests at once, at most; 0 for 8. What the endpoint allows is learnt"},
	{"summarize.rpm", 0, "requests a minute that the endpoint allows; 0 learns it"},
	{"summarize.tpm", 0, "tokens a minute that the endpoint allows; 0 learns it"},
	{"summarize.timeout", 10 * time.Minute, "how long one answer of the model may take"},
	{"summarize.idle_timeout", 90 * time.Second, "how long the model may be silent while it answers"},
	{"summarize.temperature", "", "temperature of the model, 0 to 2; the model's own when empty"},
	{"summarize.extra", "", "further fields of the requests, as JSON: {\"enable_thinking\": false}"},
	{"summarize.cache", "", "what the endpoint needs to find a text again in its cache: prefix, schema (the prefix with the schema) or units (whole messages); known by itself when empty"},
	{"summarize.prompts", "", "folder with prompts that stand in for our own"},
	{"summarize.prices", "", "file with prices of models, beside our own"},
	{"batch.concurrency", 0, "how many texts a batch writes about at once; 0 for one a processor, or 8 with a model"},
	{"batch.budget", "", "most that a batch may cost, in the currency of the model's prices; any when empty"},
	{"jobs.workers", 0, "articles that this process writes about at once, for each engine; 0 for one per processor"},
	{"jobs.attempts", 5, "how often a job is begun before it has failed"},
	{"jobs.timeout", time.Hour, "longest time for writing about one article"},
	{"jobs.grace", 30 * time.Second, "how long jobs may go on when their process is stopped; then they are given back"},
	{"jobs.dead", 20 * time.Second, "how long a worker may be silent before others take over its jobs"},
	{"jobs.addr", "", "where a worker tells /metrics and /healthz, without a key, such as 127.0.0.1:9090; nowhere when empty"},
	{"store.url", "", "the library: a file, or postgres://USER:PASSWORD@HOST/DATABASE; library.db in the user's data folder when empty"},
	{"store.workspace", store.DefaultWorkspace, "part of the library to work in, such as a study group; made when it does not exist"},
	{"store.auto_migrate", true, "bring the schema of the library up to date when it is opened; else only daodu migrate does"},
	{"embed.engine", "", "what makes vectors: offline, or openai for any endpoint that speaks its protocol; when empty, openai if a model is named, else offline"},
	{"embed.model", "", "embedding model of the endpoint"},
	{"embed.base_url", "", "address of the endpoint, such as https://api.openai.com/v1; $OPENAI_BASE_URL when empty"},
	{"embed.dimensions", 0, "elements of a vector; 0 for the usual number of the model"},
	{"serve.work", true, "whether the server works on jobs itself; false when workers of their own do"},
	{"serve.addr", "127.0.0.1:8080", "where the server listens; without keys on this machine only"},
	{"serve.tls_cert", "", "file with the certificate of the server, PEM; plain HTTP when empty"},
	{"serve.tls_key", "", "file with the private key of the certificate, PEM"},
	{"serve.rate", 1200, "most requests a minute of one key, or of one address without a valid key; 0 for any number"},
	{"serve.max_body", "100MiB", "longest body of a request"},
	{"serve.timeout", time.Minute, "how long the work on one request may take"},
	{"serve.origins", "", "origins whose pages may call the API from a browser, such as https://study.example.com; several are parted by commas"},
	{"serve.trusted_proxies", "", "addresses or networks of proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8; several are parted by commas"},
	{"telemetry.endpoint", "", "OpenTelemetry collector that gets traces of serve, worker and mcp, OTLP over HTTP, such as http://127.0.0.1:4318; $OTEL_EXPORTER_OTLP_ENDPOINT when empty; off without any"},
	{"log.level", "warn", "what is logged to standard error: debug, info, warn or error"},
	{"log.format", "text", "form of the log: text or json"},
}

// otherEnv are names under the prefix that are no settings.
var otherEnv = []string{"DAODU_CONFIG", "DAODU_DATA_DIR", "DAODU_EMBED_KEY", "DAODU_EMBED_KEY_FILE", "DAODU_SHARED", "DAODU_SUMMARIZE_KEY", "DAODU_SUMMARIZE_KEY_FILE", "DAODU_TEST_DATABASE_URL", "DAODU_TEST_LLAMA", "DAODU_TEST_LLAMA_EMBED"}

// loadConfig reads the configuration: flag before environment before file before
// default. Keys and names that nobody knows are refused, since they are slips.
func loadConfig(file string, env []string, flags *pflag.FlagSet) (*viper.Viper, error) {
	v := viper.New()
	for _, s := range settings {
		v.SetDefault(s.key, s.value)
	}
	if err := readConfigFile(v, file, env); err != nil {
		return nil, err
	}
	if err := readEnv(v, env); err != nil {
		return nil, err
	}
	bindFlags(v, flags)
	return v, nil
}

// readConfigFile reads the file named by the flag, by DAODU_CONFIG, or the one in the
// user's configuration folder when it exists.
func readConfigFile(v *viper.Viper, file string, env []string) error {
	named := file
	if named == "" {
		named = lookup(env, "DAODU_CONFIG")
	}
	if named == "" {
		file = defaultConfigFile(env)
	} else {
		file = named
	}
	if file == "" {
		return nil
	}
	v.SetConfigFile(file)
	err := v.ReadInConfig()
	switch {
	case errors.Is(err, fs.ErrNotExist) && named == "":
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: configuration file %s does not exist; write one with `daodu config init`", daodu.ErrUsage, file)
	case err != nil:
		return fmt.Errorf("%w: configuration file %s: %v", daodu.ErrUsage, file, err)
	}
	for _, key := range v.AllKeys() {
		if !known(key) {
			return fmt.Errorf("%w: %s: unknown key %q; `daodu config show` lists all keys", daodu.ErrUsage, file, key)
		}
	}
	return nil
}

// defaultConfigFile returns where the configuration stands when nothing names it, ""
// when the user has no such folder.
func defaultConfigFile(env []string) string {
	dir := lookup(env, "XDG_CONFIG_HOME")
	if dir == "" {
		home := lookup(env, "HOME")
		if home == "" {
			return ""
		}
		dir = filepath.Join(home, ".config")
	}
	return filepath.Join(dir, "daodu", "config.yaml")
}

func known(key string) bool {
	return slices.ContainsFunc(settings, func(s setting) bool { return s.key == key })
}

// envName returns the variable of a key: DAODU_READ_MAX_BYTES of read.max_bytes.
func envName(key string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

func readEnv(v *viper.Viper, env []string) error {
	byName := map[string]string{}
	for _, s := range settings {
		byName[envName(s.key)] = s.key
	}
	for _, entry := range env {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, envPrefix) || slices.Contains(otherEnv, name) {
			continue
		}
		key, ok := byName[name]
		if !ok {
			return fmt.Errorf("%w: unknown environment variable %s; `daodu config show` lists all", daodu.ErrUsage, name)
		}
		v.Set(key, value)
	}
	return nil
}

// bindFlags lets the flags that were given overrule everything else. A flag stands for
// the key in its annotation.
func bindFlags(v *viper.Viper, flags *pflag.FlagSet) {
	flags.Visit(func(f *pflag.Flag) {
		if keys := f.Annotations[settingKey]; len(keys) == 1 {
			v.Set(keys[0], f.Value.String())
		}
	})
}

// settingKey annotates a flag with its key.
const settingKey = "daodu_setting"

func lookup(env []string, name string) string {
	for _, entry := range env {
		if n, value, _ := strings.Cut(entry, "="); n == name {
			return value
		}
	}
	return ""
}

// parseBytes reads a size such as 300000, 100MiB, 2GB.
func parseBytes(s string) (int64, error) {
	units := []struct {
		suffix string
		factor int64
	}{{"GIB", 1 << 30}, {"MIB", 1 << 20}, {"KIB", 1 << 10}, {"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}, {"B", 1}, {"", 1}}
	upper := strings.ToUpper(strings.TrimSpace(s))
	for _, u := range units {
		digits, ok := strings.CutSuffix(upper, u.suffix)
		if !ok {
			continue
		}
		var n int64
		if _, err := fmt.Sscanf(strings.TrimSpace(digits)+"\n", "%d\n", &n); err != nil || n <= 0 || n > (1<<50)/u.factor {
			break
		}
		return n * u.factor, nil
	}
	return 0, fmt.Errorf("%w: %q is no size; write it as 100MiB or 300000", daodu.ErrUsage, s)
}
