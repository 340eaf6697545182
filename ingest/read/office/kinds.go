package office

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/daodu/daodu"
)

// ErrEncrypted is what errors for files with a password wrap beside
// [daodu.ErrBadInput].
var ErrEncrypted = errors.New("the Word file is encrypted")

// errEncrypted is the error for a file of a kind, .doc or .docx.
func errEncrypted(kind string) error {
	return fmt.Errorf("%w: %w (%s); save it without a password", daodu.ErrBadInput, ErrEncrypted, kind)
}

// oleMagic opens every OLE compound file.
var oleMagic = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

// disguises are the formats that are found under the names .doc and .docx, by
// their first bytes, with what to do about each.
var disguises = []struct {
	magic  string
	advice string
}{
	{"{\\rtf", "is RTF; save it in Word as .docx"},
	{"%PDF-", "is a PDF; name it .pdf"},
	{"<html", "is a web page saved by Word; name it .html"},
	{"<!doc", "is a web page saved by Word; name it .html"},
	{"mime-version:", "is a single-file web page (MHT); save it in Word as .docx"},
	{"<?xml", "is Word XML; save it in Word as .docx"},
	{"PK", "is a zip file such as .docx; name it .docx"},
	{string(oleMagic), "is Word 97-2003; name it .doc"},
	{"\xDB\xA5", "is older than Word 97; save it in Word as .docx"},
	{"\x31\xBE", "is older than Word 97; save it in Word as .docx"},
}

// disguise tells what data is instead of the file its name promises, "" when it
// is nothing known.
func disguise(data []byte) string {
	head := bytes.TrimLeft(data[:min(len(data), 512)], "\uFEFF \t\r\n")
	for _, d := range disguises {
		if len(head) >= len(d.magic) && bytes.EqualFold(head[:len(d.magic)], []byte(d.magic)) {
			return d.advice
		}
	}
	return ""
}

// notDocx explains why data, which is no zip file, cannot be read as .docx.
func notDocx(data []byte) error {
	if len(data) == 0 {
		return fmt.Errorf("%w: the .docx file is empty", daodu.ErrEmpty)
	}
	if c, err := openCompound(data); err == nil && c.has("EncryptedPackage") {
		return errEncrypted(".docx")
	}
	if advice := disguise(data); advice != "" {
		return fmt.Errorf("%w: the .docx file %s", daodu.ErrBadInput, advice)
	}
	return fmt.Errorf("%w: this is not a .docx file", daodu.ErrBadInput)
}

// notDoc explains why data, which is no compound file, cannot be read as .doc.
func notDoc(data []byte) error {
	if len(data) == 0 {
		return fmt.Errorf("%w: the .doc file is empty", daodu.ErrEmpty)
	}
	if advice := disguise(data); advice != "" {
		return fmt.Errorf("%w: the .doc file %s", daodu.ErrBadInput, advice)
	}
	return fmt.Errorf("%w: this is not a .doc file", daodu.ErrBadInput)
}
