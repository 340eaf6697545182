package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/embed/offline"
	"github.com/daodu/daodu/embed/openai"
)

// embedder returns what makes vectors as the configuration has it. Without any
// configuration nothing leaves the machine, whatever variables other programs have set.
func (a *app) embedder(ctx context.Context) (daodu.Embedder, error) {
	asked := cmp.Or(a.config.GetString("embed.dimensions"), "0")
	dim, err := strconv.Atoi(asked)
	if err != nil || dim < 0 {
		return nil, fmt.Errorf("%w: embed.dimensions %q is no number; write it as 1024, or 0 for that of the model", daodu.ErrUsage, asked)
	}
	switch engine := a.embedEngine(); engine {
	case "offline":
		if dim == 0 {
			return offline.New(), nil
		}
		e, err := offline.New().WithDim(dim)
		if err != nil {
			return nil, fmt.Errorf("embed.dimensions: %w", err)
		}
		return e, nil
	case "openai":
		return a.remoteEmbedder(ctx, dim)
	default:
		return nil, fmt.Errorf("%w: embed.engine %q is none of offline, openai", daodu.ErrUsage, engine)
	}
}

// embedEngine returns which embedder is configured: that of an endpoint as soon as its
// model or address is named.
func (a *app) embedEngine() string {
	switch {
	case a.config.GetString("embed.engine") != "":
		return a.config.GetString("embed.engine")
	case a.config.GetString("embed.model") != "", a.config.GetString("embed.base_url") != "":
		return "openai"
	}
	return "offline"
}

// remoteEmbedder returns the embedder of an endpoint. It asks the endpoint for the
// dimension when dim is 0.
func (a *app) remoteEmbedder(ctx context.Context, dim int) (daodu.Embedder, error) {
	if a.config.GetString("embed.model") == "" {
		return nil, fmt.Errorf("%w: no embedding model is named; set embed.model ($DAODU_EMBED_MODEL)", daodu.ErrUsage)
	}
	key, err := a.key(embedKeys)
	if err != nil {
		return nil, err
	}
	e, err := openai.New(ctx, openai.Config{
		BaseURL: cmp.Or(a.config.GetString("embed.base_url"), lookup(a.env, "OPENAI_BASE_URL"), openAI),
		Key:     key, Model: a.config.GetString("embed.model"), Dimensions: dim, Log: a.log,
		HTTPClient: a.tracer.Client(),
	})
	if err != nil {
		return nil, err // not e, which would be no nil in the interface
	}
	return e, nil
}

// openAI is the endpoint of whoever names none.
const openAI = "https://api.openai.com/v1"

// embedKeys are the variables that may hold the key of the embedding endpoint, the one
// that counts first; those that end in _FILE name a file with it. Keys are no settings,
// so that no file of settings has to be kept secret.
var embedKeys = []string{"DAODU_EMBED_KEY", "DAODU_EMBED_KEY_FILE", "OPENAI_API_KEY", "OPENAI_API_KEY_FILE"}

// modelKeys are those of the endpoint of the language model.
var modelKeys = []string{"DAODU_SUMMARIZE_KEY", "DAODU_SUMMARIZE_KEY_FILE", "OPENAI_API_KEY", "OPENAI_API_KEY_FILE"}

// key returns the key that the first of some variables holds, "" when none is set.
func (a *app) key(names []string) (string, error) {
	for _, name := range names {
		value := lookup(a.env, name)
		if value == "" || !strings.HasSuffix(name, "_FILE") {
			if value != "" {
				return value, nil
			}
			continue
		}
		data, err := os.ReadFile(value)
		if err != nil {
			return "", fmt.Errorf("%w: $%s: %v", daodu.ErrUsage, name, err)
		}
		return strings.TrimSpace(string(data)), nil
	}
	return "", nil
}

// keyState says whether there is a key, not which.
func (a *app) keyState(names []string) string {
	key, err := a.key(names)
	switch {
	case err != nil:
		return "not readable"
	case key == "":
		return "not set"
	}
	return "set"
}
