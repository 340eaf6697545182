package signs

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/daodu/daodu/internal/pgtest"
)

// definition is the value of an element as IEEE 754 defines it.
func definition(element uint16) float64 {
	sign, exponent, fraction := 1.0, int(element>>10&31), float64(element&1023)
	if element>>15 == 1 {
		sign = -1
	}
	switch exponent {
	case 0:
		return sign * math.Ldexp(fraction, -24)
	case 31:
		if fraction != 0 {
			return math.NaN()
		}
		return sign * math.Inf(1)
	}
	return sign * math.Ldexp(1024+fraction, exponent-25)
}

func TestAllHalvesWidenAndRound(t *testing.T) {
	t.Parallel()
	for i := range 1 << 16 {
		element := uint16(i)
		want, got := definition(element), float64(widen(element))
		if math.Float64bits(got) != math.Float64bits(want) && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("widen(%#04x) = %v, want %v", element, got, want)
		}
		back := round(float32(want))
		if back != element && !(math.IsNaN(want) && math.IsNaN(definition(back))) {
			t.Fatalf("round(%v) = %#04x, want %#04x", want, back, element)
		}
	}
}

// TestRoundToEven asks for the number halfway between every two neighbours and for those
// on either side of it.
func TestRoundToEven(t *testing.T) {
	t.Parallel()
	for low := uint16(0); low < infinity16; low++ {
		high := low + 1
		a, b := definition(low), definition(high)
		if high == infinity16 {
			b = 65536 // as if the exponents went on
		}
		middle, even := float32((a+b)/2), low+low&1
		for _, tt := range []struct {
			value float32
			want  uint16
		}{
			{math.Nextafter32(middle, 0), low},
			{middle, even},
			{math.Nextafter32(middle, math.MaxFloat32), high},
		} {
			if got := round(tt.value); got != tt.want {
				t.Fatalf("round(%v) = %#04x, want %#04x", tt.value, got, tt.want)
			}
			if got := round(-tt.value); got != tt.want|sign16 {
				t.Fatalf("round(%v) = %#04x, want %#04x", -tt.value, got, tt.want|sign16)
			}
		}
	}
}

func TestNewHalfRefusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for value, fits := range map[float32]bool{
		65519.99: true, -65519.99: true, 1e-30: true,
		65520: false, -65520: false, 1e10: false, inf: false, -inf: false, nan: false,
	} {
		h, err := NewHalf([]float32{0, value})
		if (err == nil) != fits {
			t.Errorf("NewHalf(%v) = %v, %v; fits: %v", value, h, err, fits)
		}
	}
}

func TestHalfBytes(t *testing.T) {
	t.Parallel()
	h, err := NewHalf([]float32{1, -2, 0.5})
	if err != nil {
		t.Fatal(err)
	}
	data := h.Bytes()
	if want := []byte{0, 0x3c, 0, 0xc0, 0, 0x38}; !bytes.Equal(data, want) {
		t.Errorf("Bytes() = %x, want %x", data, want)
	}
	longer, err := ParseHalf(h, data)
	if err != nil || !slices.Equal(longer, append(h, h...)) {
		t.Errorf("ParseHalf = %x, %v", longer, err)
	}
	if got := h.Floats(); !slices.Equal(got, []float32{1, -2, 0.5}) {
		t.Errorf("Floats() = %v", got)
	}
	if _, err := ParseHalf(nil, data[:3]); err == nil {
		t.Error("ParseHalf takes 3 bytes")
	}
}

// literal writes v as pgvector reads it.
func literal(v []float32) string {
	numbers := make([]string, len(v))
	for i, value := range v {
		numbers[i] = strconv.FormatFloat(float64(value), 'g', -1, 32)
	}
	return "[" + strings.Join(numbers, ",") + "]"
}

// finite returns every element that is a number, the numbers halfway between them, and
// others in between, of all sizes.
func finite() []float32 {
	var values []float32
	random := rand.New(rand.NewPCG(1, 1))
	for i := range infinity16 - 1 {
		low, high := widen(uint16(i)), widen(uint16(i+1))
		between := low + (high-low)*random.Float32()
		values = append(values, low, -low, (low+high)/2, -(low+high)/2, between, -between)
	}
	return values
}

// TestHalfAsPostgreSQL holds the elements against those that PostgreSQL makes.
func TestHalfAsPostgreSQL(t *testing.T) {
	t.Parallel()
	conn := connect(t)
	for part := range slices.Chunk(finite(), 16_000) { // the most elements of a halfvec
		h, err := NewHalf(part)
		if err != nil {
			t.Fatal(err)
		}
		var sent []byte // number of elements and a spare number, 2 bytes each, then the elements
		if err := conn.QueryRow(t.Context(), "select halfvec_send($1::text::halfvec)", literal(part)).Scan(&sent); err != nil {
			t.Fatal(err)
		}
		for i, value := range part {
			if want := binary.BigEndian.Uint16(sent[4+2*i:]); h[i] != want {
				t.Fatalf("%v is %#04x, PostgreSQL has %#04x", value, h[i], want)
			}
		}
	}
}

func TestCosineAsPostgreSQL(t *testing.T) {
	t.Parallel()
	conn := connect(t)
	random := rand.New(rand.NewPCG(2, 2))
	for _, dim := range []int{1, 3, 7, 256, 1024} {
		a, b := make([]float32, dim), make([]float32, dim)
		for i := range a {
			a[i], b[i] = random.Float32()-0.3, random.Float32()-0.5
		}
		ha, errA := NewHalf(a)
		hb, errB := NewHalf(b)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		var want float64
		if err := conn.QueryRow(t.Context(), "select 1 - ($1::text::halfvec <=> $2::text::halfvec)", literal(a), literal(b)).Scan(&want); err != nil {
			t.Fatal(err)
		}
		if got := ha.Cosine(hb.Floats()); math.Abs(got-want) > 1e-5 {
			t.Errorf("%d elements: cosine %v, PostgreSQL has %v", dim, got, want)
		}
	}
}

func connect(t *testing.T) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), pgtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(t.Context()) })
	return conn
}

func TestCosineOfZeros(t *testing.T) {
	t.Parallel()
	zeros, ones := make([]float32, 5), []float32{1, 1, 1, 1, 1}
	if got := make(Half, 5).Cosine(ones); got != 0 {
		t.Errorf("cosine of zeros with ones: %v, want 0", got)
	}
	h, err := NewHalf(ones)
	if err != nil {
		t.Fatal(err)
	}
	if got := h.Cosine(zeros); got != 0 {
		t.Errorf("cosine of ones with zeros: %v, want 0", got)
	}
	if got := h.Cosine(ones); got != 1 {
		t.Errorf("cosine of ones with ones: %v, want 1", got)
	}
}
