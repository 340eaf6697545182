package embedtest

import (
	"testing"
	"unicode/utf8"
)

func (s *suite) space(t *testing.T) {
	space := s.e.Space()
	if space.Provider == "" || space.Model == "" || space.Dim <= 0 {
		t.Errorf("the space %+v does not name a provider, a model and a dimension", space)
	}
	if again := s.e.Space(); again != space {
		t.Errorf("the space is %v first and then %v", space, again)
	}
}

// texts checks that whatever has a letter has a vector of length 1.
func (s *suite) texts(t *testing.T) {
	tests := []struct{ name, text string }{
		{"Simplified", "坚持以人民为中心的发展思想，不断提高工会干部的能力。"},
		{"Traditional", "堅持以人民為中心的發展思想，不斷提高工會幹部的能力。"},
		{"full width", "ＡＢＣ公司２０２４年增长５％"},
		{"without punctuation at the end", "全市职工的收入今年"},
		{"one letter", "工"},
		{"astral letters", "𠮷野家在𡒄和𪚥开了店"},
		{"only an astral letter", "𪚥"},
		{"letter among emojis", "😀工😀"},
		{"Latin", "Trade unions of the province"},
		{"one Latin letter", "x"},
		{"Cyrillic", "Профсоюзы области"},
		{"Japanese", "労働組合のみなさん"},
		{"Korean", "노동조합"},
		{"combining marks", "Zu\u0308rich e\u0301te\u0301"},
		{"several lines", "第一行\n\n\t第二行\r\n第三行"},
		{"control letters", "工\x00会\x07"},
		{"broken UTF-8", "工会\xff\xfe干部"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { s.documents(t, []string{tt.text}) })
	}
}

func (s *suite) noLetter(t *testing.T) {
	texts := []string{"", " ", "\n\t\u3000", "，。！", "😀", sample[0]}
	vectors, err := s.e.Documents(t.Context(), texts)
	if err != nil || len(vectors) != len(texts) {
		t.Fatalf("%d vectors and the error %v, want %d vectors", len(vectors), err, len(texts))
	}
	for i, text := range texts[:len(texts)-1] {
		s.zero(t, text, vectors[i])
	}
	s.check(t, sample[0], vectors[len(texts)-1])
	v, err := s.e.Query(t.Context(), "")
	if err != nil {
		t.Fatalf("Query: %v", err)
	}
	s.zero(t, "", v)
}

func (s *suite) zero(t *testing.T, text string, v []float32) {
	t.Helper()
	if len(v) != s.e.Space().Dim {
		t.Errorf("%q has %d elements, the space %d", text, len(v), s.e.Space().Dim)
	}
	if norm(v) != 0 {
		t.Errorf("%q has a vector of length %v, want the zero vector", text, norm(v))
	}
}

func (s *suite) emptyList(t *testing.T) {
	for _, texts := range [][]string{nil, {}} {
		vectors, err := s.e.Documents(t.Context(), texts)
		if err != nil || len(vectors) != 0 {
			t.Errorf("no texts give %d vectors and the error %v", len(vectors), err)
		}
	}
}

// order checks that vectors stand in the order of the texts, however many there are.
func (s *suite) order(t *testing.T) {
	alone := s.documents(t, sample)
	var texts []string
	for i := range 300 {
		texts = append(texts, sample[i%len(sample)])
	}
	for i, v := range s.documents(t, texts) {
		sameVector(t, texts[i], v, alone[i%len(sample)])
	}
}

func (s *suite) again(t *testing.T) {
	first := s.documents(t, sample)
	for i, v := range s.documents(t, sample) {
		sameVector(t, sample[i], first[i], v)
	}
	for i := range sample {
		v := s.documents(t, sample[i:i+1])[0]
		sameVector(t, sample[i], first[i], v)
	}
}

func (s *suite) long(t *testing.T) {
	if n := utf8.RuneCountInString(long100k); n < 100_000 {
		t.Fatalf("the long text has %d letters only", n)
	}
	vectors := s.documents(t, []string{sample[0], long100k, sample[1]})
	alone := s.documents(t, sample[:2])
	sameVector(t, sample[0], vectors[0], alone[0])
	sameVector(t, sample[1], vectors[2], alone[1])
}
