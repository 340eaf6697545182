package check

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/daodu/daodu"
)

// written returns an artifact as an engine leaves it: examined, with the hash of its
// text.
func written(t testing.TB, p daodu.Point) *daodu.Artifact {
	art := summaryOf(t, meeting, p)
	sum := sha256.Sum256([]byte(meeting))
	art.Article.TextSHA256 = hex.EncodeToString(sum[:])
	Artifact(art, meeting)
	return art
}

func TestVerify(t *testing.T) {
	t.Parallel()
	quote := quoteOf(t, meeting, "设１８个工种")
	sound := daodu.Point{Text: "设１８个工种", Quotes: []daodu.Quote{quote}}
	wrong := daodu.Point{Text: "设20个工种", Quotes: []daodu.Quote{quote}}
	tests := []struct {
		name   string
		point  daodu.Point
		tamper func(*daodu.Artifact, *daodu.Summary)
		text   string
		want   string // rule of the first finding; "" when all holds
	}{
		{"untouched", sound, nil, meeting, ""},
		{"says itself what is unsupported", wrong, nil, meeting, ""},
		{"quote changed", sound, func(_ *daodu.Artifact, s *daodu.Summary) { s.Points[0].Quotes[0].Text = "设２８个工种" }, meeting, "quote"},
		{"quote moved", sound, func(_ *daodu.Artifact, s *daodu.Summary) { s.Points[0].Quotes[0].Start-- }, meeting, "quote"},
		{"number changed", sound, func(_ *daodu.Artifact, s *daodu.Summary) { s.Points[0].Text = "设28个工种" }, meeting, "number"},
		{"verdict raised", wrong, func(_ *daodu.Artifact, s *daodu.Summary) { s.Points[0].Verdict = daodu.Exact }, meeting, "verdict"},
		{"verdict unknown", sound, func(_ *daodu.Artifact, s *daodu.Summary) { s.Points[0].Verdict = "certain" }, meeting, "verdict"},
		{"summed up too well", wrong, func(a *daodu.Artifact, _ *daodu.Summary) { a.Verdict = daodu.Verified }, meeting, "verdict"},
		{"summed up too badly", sound, func(a *daodu.Artifact, _ *daodu.Summary) { a.Verdict = daodu.Partial }, meeting, "verdict"},
		{"finding taken out", wrong, func(a *daodu.Artifact, _ *daodu.Summary) { a.Findings = nil }, meeting, "number"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := tt.point
			p.Quotes = []daodu.Quote{quote}
			art := written(t, p)
			if tt.tamper != nil {
				tt.tamper(art, art.Content.(*daodu.Summary))
			}
			before, _ := json.Marshal(art)
			findings, err := Verify(art, tt.text)
			if after, _ := json.Marshal(art); string(before) != string(after) {
				t.Error("Verify changed the artifact")
			}
			if tt.want == "" {
				if err != nil || len(findings) > 0 {
					t.Errorf("%v %v, want all to hold", err, findings)
				}
				return
			}
			if !errors.Is(err, daodu.ErrUnverified) || len(findings) == 0 || findings[0].Rule != tt.want {
				t.Errorf("error %v, findings %v, want one of rule %s", err, findings, tt.want)
			}
		})
	}
}

func TestVerifyOtherText(t *testing.T) {
	t.Parallel()
	art := written(t, daodu.Point{Text: "设１８个工种", Quotes: []daodu.Quote{quoteOf(t, meeting, "设１８个工种")}})
	_, err := Verify(art, strings.Replace(meeting, "1800", "1900", 1))
	if !errors.Is(err, daodu.ErrUnverified) || !strings.Contains(err.Error(), "SHA-256") {
		t.Errorf("error %v, want one about the hash of the text", err)
	}
}

// FuzzArtifact reads artifacts that anybody may have written.
func FuzzArtifact(f *testing.F) {
	art := written(f, daodu.Point{Text: "设20个工种", Quotes: []daodu.Quote{quoteOf(f, meeting, "设１８个工种")}})
	data, err := json.Marshal(art)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data, meeting)
	f.Add([]byte(`{"schema":"daodu.guide/1","content":{"numbers":[{"value":"1","quotes":[{"start":9,"end":2,"text":"一"}]}]}}`), "一二三")
	f.Add([]byte(`{"schema":"daodu.outline/1","content":{"nodes":[{"point":{"text":"２成","quotes":[{"start":0,"end":1}]},"announced":2}]}}`), "𠮷両成")
	f.Add([]byte(`{"schema":"daodu.summary/1","content":null}`), "")
	f.Add([]byte(`{"schema":"daodu.guide/1","content":{"numbers":[{"value":"十","unit":"%","what":"占…的","quotes":[{"start":0,"end":4,"text":"占十成的"}]}],"questions":[{"kind":"choice","question":"＿＿＿＿","options":["a","a"],"answer":"a"}]},"coverage":{"sections":1e308,"parts":-1,"uncovered":[{"start":-5,"end":9}]}}`), "占十成的")
	f.Add([]byte(`{"schema":"daodu.outline/1","content":{"nodes":[{"label":"1.第1段","point":{"text":"2024年底不必须增加5%","quotes":[{"start":0,"end":12,"text":"2024年底应当减少5%"}]}}]},"coverage":{"parts":2,"uncovered":[{"start":1,"end":2},{"start":0,"end":1}]}}`), "2024年底应当减少5%。一、")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		var art daodu.Artifact
		if json.Unmarshal(data, &art) != nil {
			return
		}
		Artifact(&art, text)
		first, _ := json.Marshal(art)
		Artifact(&art, text)
		if second, _ := json.Marshal(art); string(first) != string(second) {
			t.Errorf("a second examination differs:\n%s\n%s", first, second)
		}
		runes := []rune(text)
		for path, p := range art.Content.EachPoint() {
			for _, q := range p.Quotes {
				holds := q.Start >= 0 && q.Start < q.End && q.End <= len(runes) && string(runes[q.Start:q.End]) == q.Text
				if !holds && p.Verdict != daodu.Unsupported {
					t.Errorf("%s is %s with a quote that is not the text", path, p.Verdict)
				}
			}
		}
		// What was just examined makes no claim that does not hold, but for bad quotes.
		sum := sha256.Sum256([]byte(text))
		art.Article.TextSHA256 = hex.EncodeToString(sum[:])
		findings, _ := Verify(&art, text)
		for _, x := range findings {
			if x.Rule != "quote" {
				t.Errorf("Verify finds %v in what Artifact has set", x)
			}
		}
	})
}

// FuzzStatement looks for texts on which the rules fall over, and for a text that does
// not bear itself out.
func FuzzStatement(f *testing.F) {
	f.Add("利润增长5%，不是下降5%。", "利润下降5%，没有增长。")
	f.Add("2024年9月59日，三分之〇的人必須、應當、可以。", "𠮷二〇二四年")
	f.Add("不不不未未没有", "没有没有不")
	f.Fuzz(func(t *testing.T, statement, source string) {
		for _, x := range Statement(statement, source) {
			if x.Path == "" || x.Rule == "" || x.Detail == "" {
				t.Errorf("finding %+v tells too little", x)
			}
		}
		for _, x := range Statement(source, source) {
			if x.Verdict == daodu.Unsupported {
				t.Errorf("%q does not bear itself out: %v", source, x)
			}
		}
	})
}
