package zh

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
)

// Patterns for the head of a paragraph, over folded text.
var (
	// The dateline of a wire report: 新华社北京10月23日电, 本报讯 (记者 某某).
	dateline = regexp.MustCompile(`^(?:\(?(?:据)?[\p{Han}·]{1,12}?(?:社|网|台|报|讯)[\p{Han}·]{0,12}?\d{1,2}月\d{1,2}日(?:电|讯|消息)|本[报台网刊](?:讯|消息|北京\d{1,2}月\d{1,2}日讯))\)?(?: ?\((?:[\p{Han}·]{0,8}记者[^()]{1,40}|[^()]{0,20}通讯员[^()]{1,40})\))?`)
	// An address to an audience up to its colon or exclamation mark. An office alone
	// (主席) counts only right before a mark, else it is the subject of a sentence.
	salutation = regexp.MustCompile(`^(?:(?:` + audience + `)[^。!?;]{0,60}?[:!]|(?:` + office + `)(?:先生|女士|同志|阁下)?[,、:!][^。!?;]{0,60}?[:!]?|[\p{Han}、,]{1,40}(?:同志们|朋友们|女士们|先生们|代表|委员|同事|来宾|嘉宾)[:!])`)
	// A line of an address that goes on in the next: 尊敬的某某院长,
	addressLine = regexp.MustCompile(`^(?:` + audience + `|` + office + `)[^。!?;:]{0,60},$`)
)

const (
	audience = `尊敬的|敬爱的|亲爱的|各位|女士们|先生们|同志们|朋友们|同学们|青年朋友们|同胞们|战友们|乡亲们|工友们|职工同志们|嘉宾们|来宾们|全体(?:同志|代表|会员|职工|干部|同学)|大家好|你们好`
	office   = `主席|主任|部长|市长|省长|总统|国王|会长|院长|女士|先生`
)

const (
	maxHead     = 120 // letters of a paragraph that the head patterns look at
	maxDateline = 50  // letters up to the 电 of a dateline
)

// Dateline returns the length in code points of the dateline that opens a folded
// paragraph, with the blanks behind it; 0 when there is none.
func Dateline(folded []rune) int {
	for _, r := range folded[:min(len(folded), maxDateline)] {
		if r == '电' || r == '讯' || r == '息' { // what every dateline ends in
			return matchHead(dateline, folded)
		}
	}
	return 0
}

// Salutation returns the length in code points of the salutation that opens a
// folded paragraph (同志们:), or of a paragraph that is one line of an address over
// several (尊敬的某某院长,); 0 when there is none.
func Salutation(folded []rune) int {
	if !mayAddress(folded) {
		return 0
	}
	if n := matchHead(salutation, folded); n > 0 {
		return n
	}
	return matchHead(addressLine, folded)
}

// mayAddress is a quick test: the first mark that ends a clause of an address is a
// colon, an exclamation mark, or the comma at its end.
func mayAddress(folded []rune) bool {
	for _, r := range folded[:min(len(folded), maxHead)] {
		switch r {
		case ':', '!':
			return true
		case '。', '?', ';':
			return false
		}
	}
	return len(folded) <= maxHead && len(folded) > 0 && folded[len(folded)-1] == ','
}

// speaks are the last letters of verbs of speech: before a colon they make it one of
// a quotation (各位代表说:).
const speaks = "说道问答出调示求为是有如下"

func matchHead(re *regexp.Regexp, folded []rune) int {
	if len(folded) > maxHead {
		folded = folded[:maxHead]
	}
	s := string(folded)
	loc := re.FindStringIndex(s)
	if loc == nil {
		return 0
	}
	n := utf8.RuneCountInString(s[:loc[1]])
	if n > 1 && folded[n-1] == ':' && strings.ContainsRune(speaks, folded[n-2]) {
		return 0
	}
	for n < len(folded) && folded[n] == ' ' {
		n++
	}
	return n
}

// splitHead parts the dateline or salutation from the first sentence.
func splitHead(para []rune, spans []daodu.Span) []daodu.Span {
	if len(spans) == 0 {
		return spans
	}
	first := spans[0]
	head := para[first.Start:min(first.End, first.Start+maxHead)]
	folded := FoldRunes(head)
	n := Dateline(folded)
	if n == 0 {
		n = Salutation(folded)
	}
	if n == 0 || first.Start+n >= first.End {
		return spans
	}
	cut := first.Start + n
	var parted []daodu.Span
	parted = appendTrimmed(parted, para, first.Start, cut)
	parted = appendTrimmed(parted, para, cut, first.End)
	return append(parted, spans[1:]...)
}
