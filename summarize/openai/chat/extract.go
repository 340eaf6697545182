package chat

import (
	"encoding/json"
	"fmt"
	"strings"
)

// ExtractJSON returns the first JSON object in an answer: without what the model thought aloud,
// fences and prose around it, and with commas before a closing bracket and bare line breaks in
// strings put right. An object without its end is never completed: half an answer would pass
// for a whole one. The error wraps ErrBroken.
func ExtractJSON(text string) ([]byte, error) {
	text = unthought(text)
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '{')
		if i < 0 {
			return nil, fmt.Errorf("%w: the model wrote no JSON", ErrBroken)
		}
		at += i
		if !opensObject(text[at+1:]) {
			at++ // a brace in prose
			continue
		}
		n, ok := balanced(text[at:])
		if !ok {
			return nil, fmt.Errorf("%w: the JSON of the model ends too early", ErrBroken)
		}
		if tidy := tidied(text[at : at+n]); json.Valid(tidy) {
			return tidy, nil
		}
		at += n // not within: a part of a broken object is not the answer
	}
}

// opensObject reports whether text may go on after the brace of an object.
func opensObject(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	return text == "" || text[0] == '"' || text[0] == '}'
}

// balanced returns the length in bytes of the object at the beginning of text.
func balanced(text string) (n int, ok bool) {
	var open []byte
	s := scanner{}
	for i := 0; i < len(text); i++ {
		if s.next(text[i]) {
			continue
		}
		switch c := text[i]; c {
		case '{', '[':
			open = append(open, c+2) // the closing one, in ASCII
		case '}', ']':
			if open[len(open)-1] != c {
				return i + 1, true // not JSON, as its reader will find
			}
			if open = open[:len(open)-1]; len(open) == 0 {
				return i + 1, true
			}
		}
	}
	return 0, false
}

// tidied is object without commas before a closing bracket, and with control characters in
// strings escaped.
func tidied(object string) []byte {
	out := make([]byte, 0, len(object))
	s := scanner{}
	for i := 0; i < len(object); i++ {
		c, escaped := object[i], s.escaped
		within := s.next(c)
		switch {
		case within && c < ' ' && !escaped:
			out = fmt.Appendf(out, `\u%04x`, c)
			continue
		case !within && c == ',' && closes(object[i+1:]):
			continue
		}
		out = append(out, c)
	}
	return out
}

// closes reports whether text goes on with a closing bracket.
func closes(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	return text != "" && (text[0] == '}' || text[0] == ']')
}

// A scanner tells what stands in the strings of JSON.
type scanner struct{ quoted, escaped bool }

// next reports whether c stands within a string, its quotes included.
func (s *scanner) next(c byte) bool {
	switch {
	case !s.quoted:
		s.quoted = c == '"'
		return s.quoted
	case s.escaped:
		s.escaped = false
	case c == '\\':
		s.escaped = true
	case c == '"':
		s.quoted = false
	}
	return true
}
