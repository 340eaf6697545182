// Package embed is stage 2: text -> vectors. Its packages are the embedders, each a
// [daodu.Embedder]: offline needs no network and no model file, openai asks any endpoint
// that speaks OpenAI's protocol. embedtest holds what both promise.
package embed
