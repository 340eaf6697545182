package chat

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// A Cache is what an endpoint needs to find in a prompt that it has seen before, so that it
// costs less.
type Cache string

// The caches, by what has to be the same.
const (
	CachePrefix Cache = "prefix" // the beginning of the prompt (vLLM, llama.cpp, Moonshot, DashScope)
	CacheSchema Cache = "schema" // the same, with the schema before it (OpenAI)
	CacheUnits  Cache = "units"  // a whole prompt, or a whole prompt and its answer (DeepSeek)
)

// A provider is what is known of a host before it was asked.
type provider struct {
	host, model string // as path.Match has it, in lower case
	name        string // "" when nothing is known
	format      Format
	limit       string
	strict      bool // holds to OpenAI's strict subset of JSON Schema, and to nothing else
	cache       Cache
	warm        bool // the temperature is fixed
}

// providers are the hosts that are known to differ; the first that matches counts. Sources:
// OpenAI's openapi.yaml and its validator in go-openai; api-docs.deepseek.com (json_mode,
// kv_cache); help.aliyun.com/zh/model-studio (json-mode); for Moonshot reports of the
// temperatures that it refuses; for Ollama a measurement: it reads max_tokens only.
var providers = []provider{
	{host: "api.openai.com", model: "*", name: "OpenAI", format: FormatSchema, limit: maxCompletionTokens, strict: true, cache: CacheSchema},
	{host: "*.openai.azure.com", model: "*", name: "Azure", format: FormatSchema, limit: maxCompletionTokens, strict: true, cache: CacheSchema},
	{host: "api.deepseek.com", model: "*", name: "DeepSeek", format: FormatObject, limit: maxTokens, cache: CacheUnits},
	{host: "dashscope*.aliyuncs.com", model: "*", name: "DashScope", format: FormatObject, limit: maxTokens, cache: CachePrefix},
	{host: "open.bigmodel.cn", model: "*", name: "GLM", format: FormatObject, limit: maxTokens, cache: CachePrefix},
	{host: "api.z.ai", model: "*", name: "GLM", format: FormatObject, limit: maxTokens, cache: CachePrefix},
	{host: "api.moonshot.*", model: "*", name: "Moonshot", format: FormatObject, limit: maxTokens, cache: CachePrefix, warm: true},
	{host: "api.siliconflow.*", model: "*", name: "SiliconFlow", format: FormatObject, limit: maxTokens, cache: CachePrefix},
	{host: "openrouter.ai", model: "openai/*", name: "OpenRouter", format: FormatSchema, limit: maxTokens, strict: true, cache: CacheSchema},
	{host: "openrouter.ai", model: "*", name: "OpenRouter", format: FormatSchema, limit: maxTokens, cache: CachePrefix},
	{host: "*", model: "*", format: FormatSchema, limit: maxTokens, cache: CachePrefix},
}

// knownProvider returns what is known of the model at base.
func knownProvider(base *url.URL, model string) provider {
	i := slices.IndexFunc(providers, func(p provider) bool {
		return matches(p.host, base.Hostname()) && matches(p.model, model)
	})
	p := providers[i]
	if p.name == "" && base.Port() == "11434" {
		p.name = "Ollama" // by its port
	}
	return p
}

func matches(pattern, name string) bool {
	ok, _ := path.Match(pattern, strings.ToLower(name))
	return ok || pattern == "*" // which does not match a slash
}

// wire returns how p wants to be asked, as far as is known.
func (p provider) wire() wire {
	return wire{format: p.format, limit: p.limit, loose: !p.strict, temperate: p.warm}
}
