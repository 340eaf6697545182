package openai

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// An answer is the body of a successful request, and of those that fail with status 200.
type answer struct {
	Data  []item          `json:"data"`
	Error json.RawMessage `json:"error"`
	Usage struct {
		PromptTokens int `json:"prompt_tokens"`
	} `json:"usage"`
}

// An item is the vector of one text.
type item struct {
	Index     *int   `json:"index"` // of the text in the request
	Embedding vector `json:"embedding"`
}

// A vector is read from a list of numbers or from base64 of little-endian float32, since
// endpoints send either, whichever was asked for.
type vector []float32

// UnmarshalJSON refuses what encoding/json would take for 0: null in place of a number,
// as servers write NaN, and bytes that are left over.
func (v *vector) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return v.decode(data)
	}
	if bytes.Contains(data, []byte("null")) {
		return errors.New("a vector holds null")
	}
	return json.Unmarshal(data, (*[]float32)(v))
}

func (v *vector) decode(quoted []byte) error {
	var raw []byte // encoding/json reads base64 into bytes
	if err := json.Unmarshal(quoted, &raw); err != nil {
		return fmt.Errorf("a vector is no base64: %w", err)
	}
	if len(raw)%4 != 0 {
		return fmt.Errorf("a vector in base64 has %d bytes, which is no multiple of 4", len(raw))
	}
	*v = make(vector, len(raw)/4)
	for i := range *v {
		(*v)[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return nil
}

// vectors returns n vectors in the order of the texts, with length 1; with an error those
// before it that are sound. All of them have dim elements, or as many as the first when dim
// is 0.
func (a answer) vectors(n, dim int) ([][]float32, error) {
	raw, err := a.ordered(n, dim)
	if err != nil {
		return nil, err
	}
	out := make([][]float32, n)
	for i, v := range raw {
		if out[i], err = unit(v); err != nil {
			return out[:i], fmt.Errorf("%w for text %d of %d", err, i+1, n)
		}
	}
	return out, nil
}

// ordered puts the vectors in the order of the texts.
func (a answer) ordered(n, dim int) ([]vector, error) {
	if len(a.Data) != n {
		return nil, fmt.Errorf("%d vectors for %d texts", len(a.Data), n)
	}
	out := make([]vector, n)
	for _, item := range a.Data {
		i, err := item.place(n)
		if err != nil {
			return nil, err
		}
		if out[i] != nil {
			return nil, fmt.Errorf("two vectors with the index %d", i)
		}
		if dim == 0 {
			dim = len(item.Embedding)
		}
		if len(item.Embedding) != dim || dim == 0 {
			return nil, &dimensionError{got: len(item.Embedding), want: dim}
		}
		out[i] = item.Embedding
	}
	return out, nil
}

// place returns the index of the text that item belongs to. Only the vector of a single text
// may do without.
func (t item) place(n int) (int, error) {
	switch {
	case t.Index == nil && n == 1:
		return 0, nil
	case t.Index == nil:
		return 0, errors.New("a vector without an index")
	case *t.Index < 0 || *t.Index >= n:
		return 0, fmt.Errorf("a vector with the index %d for %d texts", *t.Index, n)
	}
	return *t.Index, nil
}

// A dimensionError says that a vector has another dimension than its space.
type dimensionError struct{ got, want int }

func (d *dimensionError) Error() string {
	return fmt.Sprintf("a vector of %d dimensions, not %d", d.got, d.want)
}
