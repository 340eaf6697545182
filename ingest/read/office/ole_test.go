package office_test

import (
	"encoding/binary"
	"testing"
	"unicode/utf16"
)

// A stream is one of a compound file.
type stream struct {
	name string
	data []byte
}

const (
	sectorSize = 512
	endOfChain = 0xFFFFFFFE
	freeSector = 0xFFFFFFFF
	fatSector  = 0xFFFFFFFD
	noEntry    = 0xFFFFFFFF
)

var le = binary.LittleEndian

// compoundFile writes streams of at least 4096 bytes, which shorter ones are
// filled up to, into an OLE compound file. It has one sector of allocation table
// and two of directory at most, enough for 50 KB and seven streams.
func compoundFile(t testing.TB, streams ...stream) []byte {
	t.Helper()
	var body []byte
	var fat []uint32
	put := func(data []byte) (first uint32, size int) {
		first = uint32(len(fat))
		data = append(data[:len(data):len(data)], make([]byte, max(0, 4096-len(data)))...)
		size = len(data)
		for at := 0; at < size; at += sectorSize {
			fat = append(fat, uint32(len(fat)+1))
			body = append(body, data[at:min(at+sectorSize, size)]...)
		}
		fat[len(fat)-1] = endOfChain
		body = append(body, make([]byte, (sectorSize-len(body)%sectorSize)%sectorSize)...)
		return first, size
	}
	directory := entry("Root Entry", 5, 1, noEntry, endOfChain, 0)
	for i, s := range streams {
		first, size := put(s.data)
		right := uint32(noEntry)
		if i+1 < len(streams) {
			right = uint32(i + 2)
		}
		directory = append(directory, entry(s.name, 2, noEntry, right, first, size)...)
	}
	for len(directory)%sectorSize != 0 {
		directory = append(directory, make([]byte, 128)...)
	}
	dirFirst := uint32(len(fat))
	for range len(directory) / sectorSize {
		fat = append(fat, uint32(len(fat)+1))
	}
	fat[len(fat)-1] = endOfChain
	body = append(body, directory...)
	fatAt := uint32(len(fat))
	fat = append(fat, fatSector)
	if len(fat) > sectorSize/4 {
		t.Fatal("too large for one sector of allocation table")
	}
	for len(fat) < sectorSize/4 {
		fat = append(fat, freeSector)
	}
	for _, n := range fat {
		body = le.AppendUint32(body, n)
	}
	return append(oleHeader(dirFirst, fatAt), body...)
}

func oleHeader(dirFirst, fatAt uint32) []byte {
	h := make([]byte, sectorSize)
	copy(h, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	le.PutUint16(h[24:], 0x3E)
	le.PutUint16(h[26:], 3)
	le.PutUint16(h[28:], 0xFFFE)
	le.PutUint16(h[30:], 9) // sectors of 512 bytes
	le.PutUint16(h[32:], 6) // of 64 in the small streams, of which there are none
	le.PutUint32(h[44:], 1)
	le.PutUint32(h[48:], dirFirst)
	le.PutUint32(h[56:], 4096)
	le.PutUint32(h[60:], endOfChain)
	le.PutUint32(h[68:], endOfChain)
	for i := 76; i < sectorSize; i += 4 {
		le.PutUint32(h[i:], freeSector)
	}
	le.PutUint32(h[76:], fatAt)
	return h
}

// entry writes one entry of the directory. Siblings form a chain to the right.
func entry(name string, kind byte, child, right, first uint32, size int) []byte {
	e := make([]byte, 128)
	units := utf16.Encode([]rune(name))
	for i, u := range units {
		le.PutUint16(e[2*i:], u)
	}
	le.PutUint16(e[64:], uint16(2*len(units)+2))
	e[66], e[67] = kind, 1
	le.PutUint32(e[68:], noEntry)
	le.PutUint32(e[72:], right)
	le.PutUint32(e[76:], child)
	le.PutUint32(e[116:], first)
	le.PutUint32(e[120:], uint32(size))
	return e
}

// nestedFile writes a compound file with n storages, each within the one before:
// the parser's memory grows with the square of n.
func nestedFile(n int) []byte {
	var body []byte
	for i := range n {
		body = append(body, entry("S", 1, uint32(i+1), noEntry, endOfChain, 0)...)
	}
	body[66] = 5 // the root
	body = append(body, make([]byte, (sectorSize-len(body)%sectorSize)%sectorSize)...)
	sectors := len(body) / sectorSize
	h := oleHeader(0, 0)
	for i := 0; i*sectorSize/4 < sectors; i++ {
		le.PutUint32(h[76+4*i:], uint32(sectors+i))
		le.PutUint32(h[44:], uint32(i+1))
	}
	for i := range (sectors + sectorSize/4 - 1) / (sectorSize / 4) * (sectorSize / 4) {
		next := uint32(i + 1)
		if i+1 >= sectors {
			next = endOfChain
		}
		body = le.AppendUint32(body, next)
	}
	return append(h, body...)
}
