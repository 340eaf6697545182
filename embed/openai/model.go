package openai

import (
	"crypto/sha256"
	"fmt"
	"path"
	"slices"
	"strings"
)

// How many tokens a vocabulary needs per token of zh.TokenLimit, which counts .85 per
// Chinese letter.
const (
	usual = 1.0
	// cl100k, the vocabulary of OpenAI's embedding models, needs up to 1.484 tokens per
	// letter in Traditional speeches, 1.23 on average (measured on five texts).
	cl100k = 1.75
	// bert splits Chinese into letters: one token each.
	bert = 1.18
)

// A model is what is known of a family of models.
type model struct {
	name     string // as path.Match has it, on the last part of the name in lower case
	tokens   int    // the longest input, in the model's tokens
	ratio    float64
	query    string // what it wants to see before a query
	document string // and before a text
}

// The instruction in the examples of Qwen3-Embedding, which is the one e5 has for MS MARCO.
const instruct = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"

// models are the families that are used with Chinese; the first that matches counts. Lengths
// are those of the providers: OpenAI's openapi.yaml, for DashScope
// help.aliyun.com/en/model-studio/text-embedding-synchronous-api, for bge and bce
// docs.siliconflow.cn/api-reference/embeddings, for GLM its reference of embeddings. Prefixes
// are those of the makers: FlagEmbedding's README for bge, the examples of Qwen3-Embedding,
// and for e5 "query: " and "passage: ", or an instruction where the name says so. No prefix
// is known for the others. None of them was measured here.
var models = []model{
	{name: "text-embedding-3-*", tokens: 8192, ratio: cl100k},
	{name: "text-embedding-ada-002*", tokens: 8192, ratio: cl100k},
	{name: "text-embedding-v[12]", tokens: 2048, ratio: usual},
	{name: "text-embedding-v[34]", tokens: 8192, ratio: usual},
	{name: "embedding-2", tokens: 512, ratio: usual},
	{name: "embedding-3", tokens: 3072, ratio: usual},
	{name: "*qwen3-embedding*", tokens: 32768, ratio: usual, query: instruct},
	{name: "*bge-m3*", tokens: 8192, ratio: usual},
	{name: "*bge-*-zh*", tokens: 512, ratio: bert, query: "为这个句子生成表示以用于检索相关文章："},
	{name: "*bce-embedding*", tokens: 512, ratio: bert},
	{name: "*e5-*-instruct*", tokens: 512, ratio: bert, query: instruct + " "},
	{name: "*multilingual-e5-*", tokens: 512, ratio: bert, query: "query: ", document: "passage: "},
	{name: "e5-*-v2*", tokens: 512, ratio: bert, query: "query: ", document: "passage: "},
	{name: "*", tokens: 512, ratio: bert}, // the least that models have
}

// knownModel returns the family of a name such as Pro/BAAI/bge-m3 or bge-m3:latest.
func knownModel(name string) model {
	i := slices.IndexFunc(models, func(m model) bool { return matches(m.name, path.Base(name)) })
	return models[i]
}

func matches(pattern, name string) bool {
	ok, _ := path.Match(pattern, strings.ToLower(name))
	return ok || pattern == "*" // which does not match a slash
}

// prefix is what was configured or, without it, what is known.
func prefix(configured, known string) string {
	switch configured {
	case "":
		return known
	case NoPrefix:
		return ""
	}
	return configured
}

// prefixMark tells spaces apart by the prefixes that made their vectors; "" without any.
func prefixMark(query, document string) string {
	if query == "" && document == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(query + "\x00" + document))
	return fmt.Sprintf("+p%x", sum[:3])
}

// limits are those of one request.
type limits struct {
	inputs int // texts
	tokens int // of all texts, as zh.TokenLimit counts
	text   int // of one text, as zh.TokenLimit counts
}

const (
	defaultInputs = 64
	// defaultTokens keeps a request of long texts short enough for a small server to
	// answer in time.
	defaultTokens = 32768
	minRoom       = 16 // tokens of a text, however long its prefix
)

// A provider is what is known of a host.
type provider struct {
	host, model string // as for models
	inputs      int    // texts per request
	tokens      int    // of all of them, in the model's tokens
}

// providers are the hosts with limits of their own; the first that matches counts. Sources:
// OpenAI's openapi.yaml; the pages named at models; SiliconFlow is reported with 32
// (infiniflow/ragflow#14757) and with 64 (apecloud/ApeRAG#724).
var providers = []provider{
	{"api.openai.com", "*", 2048, 300_000},
	{"dashscope*.aliyuncs.com", "text-embedding-v[12]", 25, 25 * 2048},
	{"dashscope*.aliyuncs.com", "*", 10, 10 * 8192},
	{"api.siliconflow.*", "*", 32, defaultTokens},
	{"open.bigmodel.cn", "*", 64, 64 * 3072},
	{"*", "*", defaultInputs, defaultTokens},
}

// limitsOf returns the limits of a model at a host, with what c sets instead.
func limitsOf(host string, c Config, m model) limits {
	if c.MaxTokens > 0 {
		m.tokens = c.MaxTokens
	}
	i := slices.IndexFunc(providers, func(p provider) bool {
		return matches(p.host, host) && matches(p.model, path.Base(c.Model))
	})
	inputs := providers[i].inputs
	if c.MaxBatch > 0 {
		inputs = c.MaxBatch
	}
	return limits{
		inputs: inputs,
		tokens: int(float64(providers[i].tokens) / m.ratio),
		text:   max(int(float64(m.tokens)/m.ratio), minRoom),
	}
}
