// Package signs belongs to stage 4: it finds the vectors that are nearest to another one
// when the database cannot, which is SQLite. It holds one bit a dimension of each vector in
// memory and knows nothing of databases.
//
// A [Basis] turns a vector into bits: the signs of its elements, after the mean of all
// vectors was taken off and the rest was turned round at random. Two vectors differ in about
// as many bits as the angle between them is wide (Charikar 2002, "Similarity estimation
// techniques from rounding algorithms"), so that an [Index] of bits finds candidates by
// counting. [Rerank] then orders these by their exact cosine, from the vectors as the
// database keeps them: 16 bits an element, a [Half].
//
// 100,000 vectors of 1024 dimensions take 16 MB.
package signs
