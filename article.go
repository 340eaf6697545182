package daodu

import "unicode/utf8"

// ArticleSchema names the JSON contract of [Article]; the number changes only
// when the meaning of a field does.
const ArticleSchema = "daodu.article/1"

// A Span is a half-open range [Start, End) of Unicode code points, the unit of
// the W3C Web Annotation TextPositionSelector. It is the only unit of position
// that leaves a function: byte offsets never do.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len returns the number of code points in s.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether t lies within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share a code point. An empty span overlaps
// what it touches, so that a place where something was cut can be found.
func (s Span) Overlaps(t Span) bool {
	if s.Len() == 0 || t.Len() == 0 {
		return s.Start <= t.End && t.Start <= s.End
	}
	return s.Start < t.End && t.Start < s.End
}

// An Article is one cleaned text together with everything that was learnt while
// cleaning it. Text is what every quote, chunk and section points into.
type Article struct {
	Schema string `json:"schema"`
	ID     string `json:"id,omitempty"` // given by a library; empty for a file that was only read
	Source Source `json:"source"`

	Title     string   `json:"title,omitempty"`
	Subtitle  string   `json:"subtitle,omitempty"`
	Speaker   *Speaker `json:"speaker,omitempty"`
	Occasion  string   `json:"occasion,omitempty"`
	Author    string   `json:"author,omitempty"`
	Editor    string   `json:"editor,omitempty"` // several names are joined by 、
	Publisher string   `json:"publisher,omitempty"`
	Date      string   `json:"date,omitempty"` // best date, ISO 8601 (2022-11-12, 2022-11 or 2022); "" when unknown
	Dates     []Date   `json:"dates,omitempty"`
	Script    Script   `json:"script"`
	Lang      string   `json:"lang"` // BCP 47: zh-Hans, zh-Hant, zh, en, und
	Genre     Genre    `json:"genre"`

	Text       string `json:"text"`
	TextSHA256 string `json:"text_sha256"` // lower-case hex of the UTF-8 of Text
	Length     int    `json:"length"`      // code points of Text

	Kept      []Kept     `json:"kept"`
	Removed   []Removal  `json:"removed"`
	Damage    []Damage   `json:"damage"`
	Sections  []Section  `json:"sections"`
	Sentences []Sentence `json:"sentences"`

	// Raw is the text as it was received, decoded but not cleaned: the file's own
	// text for a text file, the reader's full plain text for HTML, Word and PDF.
	// "raw" spans point into it. It is not part of the JSON.
	Raw string `json:"-"`
}

// A Source says where an article came from and how its bytes were read.
type Source struct {
	URI       string `json:"uri"`        // file path, URL, "-" for standard input, with "#3" for the third row of a crawl
	MediaType string `json:"media_type"` // text/plain, text/html, application/pdf, ...
	Charset   string `json:"charset,omitempty"`
	SHA256    string `json:"sha256"` // lower-case hex of the bytes received
	Bytes     int64  `json:"bytes"`
	// Reader names what made plain text of a binary format when there is a choice,
	// such as "pdftotext" or "go" for PDF.
	Reader string `json:"reader,omitempty"`
}

// A Speaker is the person whose words an article gives or reports. Name is empty
// when the source does not say, or has blacked it out; Role and AsWritten then
// still tell what stands there.
type Speaker struct {
	Name      string `json:"name,omitempty"`
	Role      string `json:"role,omitempty"`
	AsWritten string `json:"as_written,omitempty"`
	Redacted  bool   `json:"redacted,omitempty"`
}

// A Date is one date found in the source, with what it is a date of.
type Date struct {
	Kind    DateKind `json:"kind"`
	Date    string   `json:"date"` // ISO 8601, to the precision of the source
	Text    string   `json:"text"` // as written
	Raw     Span     `json:"raw"`
	Suspect bool     `json:"suspect,omitempty"`
	Why     string   `json:"why,omitempty"` // why it is suspect, or where a missing year was taken from
}

// A DateKind says what happened on a date.
type DateKind string

// The kinds of date, in the order in which the best one is chosen.
const (
	DateDelivered DateKind = "delivered" // under the title: the day a speech was given
	DateDateline  DateKind = "dateline"  // 新华社北京10月23日电
	DatePublished DateKind = "published" // on the page: 发布时间
	DateSigned    DateKind = "signed"    // under the last paragraph
	DateEvent     DateKind = "event"     // told in the text
	DateURL       DateKind = "url"       // in the address of the page
)

// A Script is the writing system of a text, told by the characters that exist
// in one of the two only.
type Script string

// The scripts.
const (
	ScriptHans  Script = "Hans"
	ScriptHant  Script = "Hant"
	ScriptMixed Script = "mixed"
	ScriptNone  Script = "none" // no Chinese, or nothing that tells
)

// A Genre is the kind of writing; it decides how a text is summarised.
type Genre string

// The genres.
const (
	GenreSpeech Genre = "speech"
	GenreNews   Genre = "news"
	GenreReport Genre = "report"
	GenreNotice Genre = "notice"
	GenreLaw    Genre = "law"
	GenreLetter Genre = "letter"
	GenreOther  Genre = "other"
)

// A Kept is a stretch of the raw text that stands in the clean text.
type Kept struct {
	Raw Span `json:"raw"`
	At  int  `json:"at"` // where it begins in Text
}

// A Removal is a stretch of the raw text that cleaning cut away. Kept and
// removed stretches together rebuild the raw text exactly.
type Removal struct {
	Raw    Span   `json:"raw"`
	Reason Reason `json:"reason"`
	Rule   string `json:"rule"`
}

// A Reason says what a removed stretch was.
type Reason string

// The reasons for removal.
const (
	Navigation  Reason = "navigation"
	Metadata    Reason = "metadata"
	Caption     Reason = "caption"
	Footer      Reason = "footer"
	Advert      Reason = "advert"
	RelatedList Reason = "related"
	PageMark    Reason = "page_mark"
	Notice      Reason = "notice"
	Widget      Reason = "widget"
	Appendix    Reason = "appendix"
	Space       Reason = "space"
)

// A Damage is a fault of the source that a reader must know of. Span points into
// Text; it is empty where something is missing.
type Damage struct {
	Kind     DamageKind `json:"kind"`
	Severity Severity   `json:"severity"`
	Span     Span       `json:"span"`
	Note     string     `json:"note"` // one sentence in Chinese for the reader
}

// A DamageKind names a fault of a source.
type DamageKind string

// The kinds of damage.
const (
	Truncated    DamageKind = "truncated"     // the text stops before its end
	Preview      DamageKind = "preview"       // the site shows only a part of it
	PageMarks    DamageKind = "page_marks"    // page marks cut words and were taken out
	Redacted     DamageKind = "redacted"      // words were blacked out: XX, ***, □□
	OCRSuspect   DamageKind = "ocr_suspect"   // a letter that looks misread
	Quotes       DamageKind = "quotes"        // quotation marks lost or unpaired
	Mojibake     DamageKind = "mojibake"      // letters lost to a wrong decoding
	WrongVariant DamageKind = "wrong_variant" // Simplified forms left in a Traditional text, or the reverse
	Thin         DamageKind = "thin"          // too little text to study
)

// A Severity says how much a damage matters.
type Severity string

// The severities.
const (
	SeverityNote   Severity = "note"
	SeverityWarn   Severity = "warn"
	SeveritySevere Severity = "severe"
)

// A Section is a part of the text with a heading or a function of its own.
// Sections of one level follow each other without overlap; children lie within
// their parent.
type Section struct {
	ID    string      `json:"id"` // "1.2": second child of the first section
	Level int         `json:"level"`
	Kind  SectionKind `json:"kind"`
	Label string      `json:"label"` // heading as written, or the words that open the part
	Span  Span        `json:"span"`
	Head  Span        `json:"head"` // where Label's words stand; empty when Label is not quoted
	// Announced is how many parts the text itself says follow ("讲三点意见"); 0 when
	// it does not say.
	Announced int       `json:"announced,omitempty"`
	Lists     []List    `json:"lists,omitempty"`
	Children  []Section `json:"children,omitempty"`
}

// A SectionKind says what a section does in its text.
type SectionKind string

// The kinds of section.
const (
	Heading       SectionKind = "heading"        // 一、 （一） 第一章
	Enumeration   SectionKind = "enumeration"    // 一是 第一， 首先
	RunIn         SectionKind = "run_in"         // 增强政治定力。 at the head of its paragraph
	ReportedPoint SectionKind = "reported_point" // X指出 X强调
	Lead          SectionKind = "lead"
	Salutation    SectionKind = "salutation"
	Transition    SectionKind = "transition" // 下面，我讲几点意见。
	Attendance    SectionKind = "attendance" // who was there, who spoke
	Closing       SectionKind = "closing"
	Body          SectionKind = "body"
)

// A List is a run of parallel clauses ("深入学习领会…" seven times).
type List struct {
	Pattern string `json:"pattern"`
	Count   int    `json:"count"`
	Span    Span   `json:"span"`
	Items   []Span `json:"items,omitempty"`
}

// A Sentence is one sentence of Text, without the space around it.
type Sentence struct {
	ID string `json:"id"` // "S1", counted through the text
	Span
}

// A Chunk is a stretch of Text to embed and search. Chunks tile the text: each
// begins where the one before ends.
type Chunk struct {
	Seq    int      `json:"seq"`
	Path   []string `json:"path,omitempty"` // headings above it, outermost first
	Span   Span     `json:"span"`
	Tokens int      `json:"tokens"` // estimate, see internal/zh
}

// Slice returns the words of text at s. It panics when s does not lie within
// text, as a slice expression does.
func Slice(text string, s Span) string {
	from := byteOffset(text, s.Start)
	return text[from : from+byteOffset(text[from:], s.Len())]
}

// byteOffset returns the byte at which the n-th code point of s begins.
func byteOffset(s string, n int) int {
	if n < 0 || n > len(s) {
		panic("daodu: span outside text")
	}
	at := 0
	for ; n > 0; n-- {
		if at >= len(s) {
			panic("daodu: span outside text")
		}
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return at
}
