// Package prompts is stage 3a: what a model is asked. For each artifact, for the notes on a
// part of a long text and for the repair of single points there is one file per language,
// NAME.LANG.md, with its version and the schema of its answer; system.LANG.md and
// document.LANG.md are what they share. Files of a folder may stand in for those that are
// embedded.
//
// A conversation is the system text, then the document, then the task, so that what is long
// and the same for all artifacts comes first and providers have it cached. Sentences of the
// document are numbered through the whole article, and each item of an answer cites the
// numbers it rests on.
//
// The text of an article is data. It stands between two marks that it cannot hold, each
// sentence on one line behind a number and a bar that only this package writes.
package prompts

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// The prompts, by name. The first three are the artifacts.
const (
	Summary = "summary"
	Outline = "outline"
	Guide   = "guide"
	Notes   = "notes"  // cited notes on one part of a text that is too long for one call
	Repair  = "repair" // single items of an answer once more
)

// Names lists the prompts.
var Names = []string{Summary, Outline, Guide, Notes, Repair}

// Langs lists the languages in which prompts are written, as BCP 47 tags.
var Langs = []string{"zh-Hans", "zh-Hant", "en"}

// The parts that all prompts of a language share.
const (
	partSystem   = "system"
	partDocument = "document"
)

// A Set is all prompts. It is read-only and safe for concurrent use.
type Set struct {
	files map[fileName]*file
}

// A Prompt is what is asked for one answer in one language.
type Prompt struct {
	Name    string
	Version int    // rises with every change of what is sent
	Lang    string // of the prompt's own words, one of Langs

	language               string // tag to write in when it is not Lang, "und" for that of the text; "" otherwise
	system, document, task *file
	schema                 *node
}

// Load returns the prompts that are embedded, with the files of dir in place of those of
// the same name. dir "" is none. The error wraps [daodu.ErrUsage] when a file in dir has
// an unknown name or is no prompt, and [daodu.ErrNotFound] when there is no such folder.
func Load(dir string) (*Set, error) {
	s := &Set{files: map[fileName]*file{}}
	if err := s.addEmbedded(); err != nil {
		return nil, err
	}
	if dir == "" {
		return s, nil
	}
	return s, s.addFolder(dir)
}

// Prompt returns the prompt of a name for a language tag. Any zh but zh-Hant has the one in
// zh-Hans. Other languages have the one in English, which then asks for an answer in that
// language. The error wraps [daodu.ErrUsage] for an unknown name, or a tag that is none.
func (s *Set) Prompt(name, lang string) (*Prompt, error) {
	if !slices.Contains(Names, name) {
		return nil, fmt.Errorf("%w: unknown prompt %q; choose %s", daodu.ErrUsage, name, strings.Join(Names, ", "))
	}
	if strings.ContainsFunc(lang, notOfTag) {
		return nil, fmt.Errorf("%w: %q is no language tag; give one such as zh-Hans or en", daodu.ErrUsage, lang)
	}
	own := langOf(lang)
	p := &Prompt{
		Name: name, Lang: own, schema: schemas[name], system: s.files[fileName{partSystem, own}],
		document: s.files[fileName{partDocument, own}], task: s.files[fileName{name, own}],
	}
	p.Version = p.task.version
	if own == "en" && !hasPrefixFold(lang, "en") {
		p.language = cmp.Or(lang, "und")
	}
	return p, nil
}

// langOf returns the language whose prompts serve a tag.
func langOf(tag string) string {
	switch {
	case hasPrefixFold(tag, "zh-Hant"):
		return "zh-Hant"
	case hasPrefixFold(tag, "zh"):
		return "zh-Hans"
	}
	return "en"
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// notOfTag reports whether r cannot stand in a BCP 47 tag.
func notOfTag(r rune) bool {
	return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

// Ref names the prompt with its version, as an artifact's origin does: "summary@3". When one
// of its files is not the embedded one, "#" and 8 hex digits of the hash of all follow.
func (p *Prompt) Ref() string {
	ref := fmt.Sprintf("%s@%d", p.Name, p.Version)
	if p.system.override || p.document.override || p.task.override {
		ref += "#" + p.digest()[:8]
	}
	return ref
}

// digest returns the SHA-256 of the texts of the prompt, in lower-case hex.
func (p *Prompt) digest() string {
	sum := sha256.New()
	for _, f := range []*file{p.system, p.document, p.task} {
		fmt.Fprintf(sum, "%d\n%s", len(f.text), f.text)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// System returns the system message: who writes for whom, and the rules for every answer.
// It is the same for all prompts of a language.
func (p *Prompt) System() string {
	return p.system.render(systemView{Language: p.language, Same: strings.EqualFold(p.language, "und")})
}

// Document returns the message that holds the text, the same for all prompts of a language.
func (p *Prompt) Document(d Document) string { return p.document.render(d.view()) }

// Task returns what is to be made of the document; it comes last.
func (p *Prompt) Task(t Task) string { return p.task.render(t.view(p.Lang)) }

// Schema returns the JSON Schema of the answer. maxCite is the number of the last sentence
// that can be cited, at least 1. The bounded schema limits texts, lists and citations, so
// that a local model that never stops is stopped, and has no pattern, which crashes some
// servers. The strict one stays inside the subset that OpenAI first published for
// structured outputs, which knows no limits, and does not depend on maxCite.
func (p *Prompt) Schema(maxCite int, strict bool) json.RawMessage {
	return p.schema.render(maxCite, strict, p.width())
}

// width returns how many letters of the prompt's language stand for a Chinese one.
func (p *Prompt) width() int {
	if p.Lang == "en" {
		return englishWidth
	}
	return chineseWidth
}

// Union returns one schema for all three artifacts and their repair, of which [Task.Union]
// asks for one. Where the schema is part of the cached prefix, as at OpenAI, one schema for
// all calls keeps the prefix.
func Union(maxCite int, strict bool) json.RawMessage {
	return union.render(maxCite, strict, englishWidth)
}
