// Package rank tells how much two texts have in common by the terms they share, how
// well a text answers a query, and which words say so. It knows no database: a store
// keeps the vectors of package terms and asks it for candidates and scores.
//
// # The score
//
// It is BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009) with
// the document frequencies of the library itself, and with what short queries and whole
// texts as queries both need:
//
//   - the rarity of a term counts to the power of 1.5, between the one of BM25 and the
//     square of a cosine of TF-IDF vectors;
//   - occurrences count for longer than usual (k1 2), in the query too (k3 2);
//   - a figure with its unit is a term, and weighs three times; a letter weighs .7;
//   - words of title and lead count twice, words in set phrases down to a quarter, both
//     in package terms;
//   - the rarity of a small library leans on the background of internal/docfreq, which
//     counts as 30 further texts.
//
// The figures were chosen on one half of the queries of four sets of texts; internal/eval
// measures the other half. What failed there led to three repairs, so that half is not
// wholly unseen: the share of embeddings falls with length, a cosine near 0 loses
// nothing, and candidates are not chosen by rarity alone.
//
// # Vectors of meaning
//
// A little of the similarity of embeddings is added (see [Fuse]): it finds what says the
// same in other words, and loses names and figures when it has more to say.
package rank
