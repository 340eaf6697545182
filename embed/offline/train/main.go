// Command train makes the table of the offline embedder:
//
//	go run ./embed/offline/train -training DIR -o embed/offline/table.bin
//
// DIR holds xwlb.txt.xz, the evening news of China Central Television 2012-2024 (67,000
// items, 33 million letters), and law.txt.xz, the laws and regulations of the People's
// Republic (3,500, 20 million letters): documents parted by empty lines, with their titles
// as first lines. Reading them needs the command xz. Texts from 2025 on are not among
// them, so that they can serve as a test.
//
// # Rights
//
// Laws are free of copyright in China; the news stay with their broadcaster. The table
// holds weights, and pieces of at most four letters that occur dozens of times: no text
// can be read back from it.
//
// # How
//
// Candidates for pieces are frequent stretches of letters that belong together and stand
// beside many others; no dictionary of others is used. Six passes part the texts at the
// least cost, count, and drop the rarest. Then the rows of the pieces are learned by
// contrast: a title is to be nearest to a stretch of its own text, a stretch to another
// of the same text, a span to what stands around it, among 1,024 of each. Rows are stored
// in 4 bits an element with one scale each.
//
// The same texts give the same table, byte for byte, on any number of processors. It took
// 6 minutes on two processors that others used as well, and 3.3 GB of memory.
package main

import (
	"flag"
	"log"
	"os"
	"time"

	"github.com/daodu/daodu/embed/offline/internal/static"
)

func main() {
	log.SetFlags(log.Ltime)
	training := flag.String("training", "", "folder of law.txt.xz and xwlb.txt.xz")
	out := flag.String("o", "table.bin", "file to write")
	steps := flag.Int("steps", defaults.steps, "steps of training")
	temperature := flag.Float64("temperature", defaults.temperature, "of the softmax")
	rate := flag.Float64("rate", defaults.rate, "of learning, at the first step")
	flag.Parse()
	set := defaults
	set.steps, set.temperature, set.rate = *steps, *temperature, *rate
	if err := run(*training, *out, set); err != nil {
		log.Fatal(err)
	}
}

// run makes the table and writes it.
func run(training, out string, set settings) error {
	start := time.Now()
	docs, err := read(training)
	if err != nil {
		return err
	}
	log.Printf("%d documents", len(docs))
	vocabulary, costs, err := learnVocabulary(docs)
	if err != nil {
		return err
	}
	log.Printf("%d pieces", vocabulary.Len())
	parted := segment(vocabulary, docs)
	m := newModel(parted, vocabulary.Len())
	m.train(newSampler(parted), set)
	t := m.quantise()
	t.Vocabulary, t.Costs, t.IDF = vocabulary, costs, sketch(docs)
	data, err := t.MarshalBinary()
	if err != nil {
		return err
	}
	log.Printf("%d bytes after %v", len(data), time.Since(start).Round(time.Second))
	return os.WriteFile(out, data, 0o644)
}

// A parted document is the pieces of its title and of its text.
type parted struct {
	title, body []int32
}

// segment parts the documents into pieces; what has none is left out.
func segment(v *static.Vocabulary, docs []document) []parted {
	out := make([]parted, len(docs))
	parallel(len(docs), func(from, to int) {
		s := static.NewSegmenter(v)
		for i := from; i < to; i++ {
			out[i] = parted{known(s.Segment(nil, docs[i].title)), known(s.Segment(nil, docs[i].body))}
		}
	})
	n := 0
	for _, d := range out {
		n += len(d.title) + len(d.body)
	}
	log.Printf("%d pieces of text", n)
	return out
}

// known keeps the pieces of the vocabulary.
func known(pieces []int32) []int32 {
	out := pieces[:0]
	for _, p := range pieces {
		if p >= 0 {
			out = append(out, p)
		}
	}
	return out
}
