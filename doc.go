// Package daodu holds the nouns of Daodu (导读), which turns the speeches, reports and
// articles that a study group has to read into study material that can be trusted: a
// summary, an outline and a study guide, every point of which quotes the exact words it
// rests on and is checked against them.
//
// This comment is the tour of the code, in the order in which an article flows.
//
// # The nouns
//
// An [Article] is one cleaned text with everything learnt while cleaning it: who said it
// where and when ([Speaker], [Date]), how it is parted ([Section], [Sentence]), what is
// wrong with it ([Damage]), and how it came out of the raw text ([Kept], [Removal]). An
// [Artifact] is what Daodu writes about it: a [Summary], an [Outline] or a [Guide], made
// of [Point] values that carry their [Quote] and [Verdict]. A [Span] is a half-open range
// of code points; it is the only unit of position outside of a function. error.go is the
// one table from error to HTTP status and exit code.
//
// There are three layers of text. The raw text is what was received, decoded. The clean
// text is the raw text without the stretches that were cut; no letter of it is changed.
// The folded text is the clean text in Simplified letters and half-width marks, one code
// point for one, so that one set of patterns serves every script and width; quotes never
// come from it.
//
// # Stage 1: bytes to article
//
// Package ingest runs the steps of the first stage. ingest/read tells formats by their
// content, decodes any charset (read/charset), lays out web pages and finds their main
// text (read/webpage), and reads Word (read/office), PDF (read/pdf) and the rows of crawls.
// It hands on a raw.Document: the text with what its format says of it. ingest/clean cuts
// away what does not belong to the text, by an ordered list of rules; ingest/header knows
// the lines that tell title, dates and people. ingest/metadata reads these lines,
// ingest/damage finds what a reader must know, ingest/structure parts the text, and
// ingest/chunk cuts it into the stretches that are searched.
//
// # Stage 2: text to vectors
//
// An [Embedder] turns texts into vectors of one [EmbeddingSpace]. embed/offline has a small
// table within the program; embed/openai asks any endpoint that speaks OpenAI's protocol;
// embed/embedtest holds what both promise.
//
// # Stage 3: article to artifacts
//
// Package summarize writes artifacts with an engine and passes each through the checks.
// summarize/extract is the engine that works offline, from the sentences of the article.
// summarize/openai is the one that asks a language model; package prompts (stage 3a) has
// the words and the schemas, summarize/openai/chat is the client that knows what endpoints
// do differently and which answers are none, summarize/openai/price what tokens cost.
// summarize/check is an ordered list of rules: quotes stand where they say; numbers, dates,
// names, posts, places, titles and quoted terms stand in the sentences that are cited; what
// binds, denies or turns round is as it is there; lists have as many parts as announced.
// Statements that cite nothing are held against the whole text by the same rules. The
// package knows nothing of the engine, so that any writer's points are judged alike.
//
// # Stage 4: the library
//
// Package store keeps articles with their sources and original bytes, the chunks with their
// words and vectors, and all that was written about them, on SQLite or PostgreSQL with
// pgvector. An [Entry] is what a list shows of an article; a search gives [Hit] values, what
// is related [Relation] values with a [Ground] for each reason, and what stands elsewhere
// word for word [Reuse] values. store/storetest holds what both databases promise,
// store/signs finds near vectors in memory for the embedded one.
//
// A [Wish] for an artifact makes a [Job], in the transaction that stores the article when it
// comes with it. Workers take jobs; each ends in one transaction with its artifact. The table
// of jobs is the truth: River on PostgreSQL, and that table on SQLite, only say when there may
// be something to take, and a list of workers that live tells whose jobs others take over.
// Each [JobEvent] has a number in the order of becoming visible, by which readers go on.
//
// # Stage 5: to other programs
//
// Package api serves a library over HTTP to callers with a [Key] and a [Role]. Its routes
// stand in one list; each change leaves a [Change] in the audit log, and a request that is
// sent again has its [Replay]. The document of the API is made from the code and kept beside
// it. api/mcp offers the library to models over the Model Context Protocol; whatever it says
// of a text comes with a quote.
//
// Package api/ui serves the pages of a study group above it: templates and a little script,
// which find the words of a [Point] in the text by counting code points.
//
// # What a study group shares
//
// A [Collection] has articles in an order, a [CollectionGuide] over all of them, which
// internal/collate writes from their guides and sentences, and [Share] links to read it. A
// [Webhook] is sent each [WebhookEvent], which is stored with the change that it tells of;
// internal/deliver sends. A [Note] stands beside words of an article; when the text is read
// anew, internal/anchor finds them again or says that they are gone. A [Feed] brings new
// articles; internal/feed asks for it. Processes share this work by a [Claim], which
// internal/lease holds.
//
// # Beside the stages
//
// internal/zh knows Chinese writing: folding, scripts, sentences, numerals, dates.
// internal/match tells which of many expressions may match a text. internal/names finds
// people with their posts, bodies and places. internal/docfreq knows from a table of
// document frequencies what thousands of texts say, so that what only one says stands out.
// internal/export writes what readers take away, from Markdown to Word and Anki
// (export/anki), and internal/mindmap draws outlines. internal/card names flash cards, so
// that a deck that is imported again knows them. internal/recheck is a program that shares
// no code with the rest and holds every quote against its text once more; internal/proof
// does so for the questions of guides. internal/work writes what jobs ask for; cmd/daodu
// joins it with the library and the engines. internal/terms cuts texts into the words that
// search counts and internal/rank scores them; internal/winnow finds the passages that
// texts share. internal/batch writes about thousands of texts into a folder, with a ledger
// that survives any stop. internal/endpoint is what the clients of models share: addresses,
// keys that stay secret, complaints, waiting. internal/pgtest gives tests databases of
// their own, internal/synth vectors without a model and speeches without a speaker,
// internal/race what to leave out under the race detector. internal/simllm runs a simulator
// of endpoints. internal/lcs tells what two sequences have in common. internal/loopback
// tells this machine from others. internal/trace tells a collector what takes how long.
// internal/eval measures reading, writing and checking against gold, beside the methods of
// internal/eval/peers. cmd/daodu wires everything; cmd/eval prints the measures; bench is a
// module of its own that compares with other libraries and puts the server under load.
// deploy brings servers and workers up; deploy/soak kills them and counts what is lost.
//
// # Rules of the house
//
// The root package imports the standard library only. Stages import the root and internal
// packages, never each other; only cmd sees more than one. deps_test.go holds the table.
// Rules (of cleaning, of damage, of checking) are values with a name and a comment in one
// ordered list, so that what is done to a text can be read in one place.
package daodu
