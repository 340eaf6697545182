package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"fmt"

	"github.com/daodu/daodu"
)

// A crypt decrypts a file whose user password is empty: one that everybody may
// read but not print or change, as many an office publishes. The standard security
// handler of ISO 32000-1, 7.6 and ISO 32000-2, 7.6.4.
type crypt struct {
	key    []byte
	method name // "V2" RC4, "AESV2", "AESV3", "None"
}

// errEncrypted says in brackets what stands in the way.
func errEncrypted(why string) error {
	return fmt.Errorf("%w: %w (%s); save it without a password", daodu.ErrBadInput, ErrEncrypted, why)
}

// passwordPad fills passwords up to 32 bytes.
var passwordPad = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08" +
	"\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// openCrypt makes the key from the empty password and proves it.
func (f *file) openCrypt() (*crypt, error) {
	d := f.dict(f.trailer["Encrypt"])
	if filter := f.name(d["Filter"]); filter != "Standard" {
		return nil, errEncrypted("by the method " + string(filter))
	}
	c := &crypt{method: "V2"}
	version, revision := f.int(d["V"], 0), f.int(d["R"], 0)
	size := f.int(d["Length"], 40) / 8
	switch version {
	case 1:
		size = 5
	case 2, 3:
	case 4, 5: // the method is named; 4 has RC4 or AES with 128 bits, 5 AES with 256
		size = 16
		filter := f.dict(f.dict(d["CF"])[f.name(d["StmF"])])
		if c.method = f.name(filter["CFM"]); c.method == "" {
			c.method = "None" // StmF is Identity: only strings are encrypted
		}
	default:
		return nil, errEncrypted(fmt.Sprintf("by version %d of the method", version))
	}
	if size < 5 || size > 16 {
		return nil, errEncrypted("with a key of odd length")
	}
	ok := false
	if version == 5 {
		c.key, ok = f.key256(d, revision)
	} else {
		c.key, ok = f.key128(d, revision, size)
	}
	if !ok {
		return nil, errEncrypted("it asks for a password")
	}
	return c, nil
}

// key128 makes the key of revisions 2 to 4: algorithms 2, 4 and 5.
func (f *file) key128(d dict, revision, size int) ([]byte, bool) {
	owner, user := f.text(d["O"]), f.text(d["U"])
	id := ""
	if ids := f.list(f.trailer["ID"]); len(ids) > 0 {
		id = f.text(ids[0])
	}
	if len(owner) < 32 || len(user) < 32 {
		return nil, false
	}
	h := md5.New()
	h.Write(passwordPad)
	h.Write([]byte(owner[:32]))
	h.Write(binary.LittleEndian.AppendUint32(nil, uint32(f.int(d["P"], 0))))
	h.Write([]byte(id))
	if clear, isBool := f.resolve(d["EncryptMetadata"]).(bool); revision >= 4 && isBool && !clear {
		h.Write([]byte{255, 255, 255, 255})
	}
	key := h.Sum(nil)
	if revision >= 3 { // make guessing slower
		for range 50 {
			sum := md5.Sum(key[:size])
			copy(key, sum[:])
		}
	}
	key = key[:size]
	// U is the proof that the password was right.
	if revision == 2 {
		return key, bytes.Equal(rc4Of(key, passwordPad), []byte(user[:32]))
	}
	sum := md5.Sum(append(bytes.Clone(passwordPad), id...))
	proof := sum[:]
	for i := range 20 {
		proof = rc4Of(xorKey(key, byte(i)), proof)
	}
	return key, bytes.Equal(proof, []byte(user[:16]))
}

// xorKey returns key with each byte changed, as algorithm 5 wants it nineteen times.
func xorKey(key []byte, with byte) []byte {
	out := make([]byte, len(key))
	for i := range key {
		out[i] = key[i] ^ with
	}
	return out
}

// rc4Of encrypts or decrypts, which is the same. The cipher is long broken, but it
// is what these files use, and they are open to all anyway.
func rc4Of(key, data []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(data))
	c.XORKeyStream(out, data)
	return out
}

// key256 makes the key of revisions 5 and 6: algorithm 2.A.
func (f *file) key256(d dict, revision int) ([]byte, bool) {
	user, encrypted := f.text(d["U"]), f.text(d["UE"])
	if len(user) < 48 || len(encrypted) < 32 {
		return nil, false
	}
	hash := hash6
	if revision == 5 {
		hash = func(salt string) []byte { sum := sha256.Sum256([]byte(salt)); return sum[:] }
	}
	if string(hash(user[32:40])) != user[:32] {
		return nil, false
	}
	block, err := aes.NewCipher(hash(user[40:48]))
	if err != nil {
		return nil, false
	}
	key := []byte(encrypted[:32])
	cipher.NewCBCDecrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(key, key)
	return key, true
}

// hash6 is algorithm 2.B for an empty password: at least 64 rounds of AES and one
// of three hashes, up to a sum that chance decides; 300 rounds are beyond chance.
func hash6(salt string) []byte {
	sum := sha256.Sum256([]byte(salt))
	k := sum[:]
	for round := range 300 {
		e := bytes.Repeat(k, 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		mod := 0
		for _, b := range e[:16] {
			mod += int(b)
		}
		switch mod % 3 {
		case 0:
			s := sha256.Sum256(e)
			k = s[:]
		case 1:
			s := sha512.Sum384(e)
			k = s[:]
		case 2:
			s := sha512.Sum512(e)
			k = s[:]
		}
		if round >= 63 && int(e[len(e)-1]) <= round-31 {
			break
		}
	}
	return k[:32]
}

// stream returns the decrypted bytes of a stream. Those in an object stream and
// cross-reference streams are not encrypted themselves.
func (c *crypt) stream(s *stream) []byte {
	if c == nil || s.num == 0 || s.dict["Type"] == name("XRef") {
		return s.raw
	}
	return c.decrypt(s.raw, s.num, s.gen)
}

// decrypt is algorithms 1 and 1.A. Up to 128 bits each object has a key of its own,
// made from that of the file and its number.
func (c *crypt) decrypt(data []byte, num ref, gen int) []byte {
	if c.method == "None" {
		return data
	}
	key := c.key
	if c.method != "AESV3" {
		h := md5.New()
		h.Write(key)
		h.Write([]byte{byte(num), byte(num >> 8), byte(num >> 16), byte(gen), byte(gen >> 8)})
		if c.method == "AESV2" {
			h.Write([]byte("sAlT"))
		}
		key = h.Sum(nil)[:min(16, len(key)+5)]
	}
	if c.method == "V2" {
		return rc4Of(key, data)
	}
	block, err := aes.NewCipher(key)
	if err != nil || len(data) < 2*aes.BlockSize {
		return nil
	}
	body := data[aes.BlockSize:]
	out := bytes.Clone(body[:len(body)/aes.BlockSize*aes.BlockSize])
	cipher.NewCBCDecrypter(block, data[:aes.BlockSize]).CryptBlocks(out, out)
	// Padding says its own length; a wrong one is left to the filter behind.
	if pad := int(out[len(out)-1]); pad >= 1 && pad <= aes.BlockSize {
		out = out[:len(out)-pad]
	}
	return out
}
