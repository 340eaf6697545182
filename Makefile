# Everything that is done with Daodu, and what CI calls. `make help` lists it.

GO          ?= go
SHARED      ?= ../shared
STATICCHECK ?= honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZTIME    ?= 60s
EXAMPLE     ?= examples/speech.txt
# PostgreSQL with pgvector for the tests that need one; "none" skips them, or fails them in CI
DATABASE     = DAODU_TEST_DATABASE_URL="$$(scripts/pgvector.sh start || echo none)"

.DEFAULT_GOAL := help
.PHONY: help run build test race corpora lint eval baseline bench bench-store fuzz golden tables table setup test-llama clean-db client bench-api soak screenshots

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Summarise an example: make run EXAMPLE=examples/news.html
	$(GO) run ./cmd/daodu summarize $(EXAMPLE)

build: ## Build bin/daodu, one file without dependencies
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/daodu ./cmd/daodu

test: setup lint race corpora client eval ## All tests: vet, staticcheck, race detector, all corpora, quality

race: # unit, script, golden and fuzz-seed tests under the race detector
	$(DATABASE) $(GO) test -race -short -timeout 30m ./...

# packages with tests that the race detector makes too slow; only these are tested again
LONG = $(shell grep -rlE 'testing\.Short\(\)|race\.(Enabled|Skip)|\[race\]' --include='*_test.go' . | xargs -n1 dirname | sort -u)

# long tests of these packages that run in full under the race detector
RACED = ^Test(Serve([^F]|F[^u])|DocsOfTheAPI|Killed(Model)?Batch|OneBatchAtATime|LostConnection|CutTexts|Simulated(Faults|Trouble)|Store$$|Queue$$|Backup|StartTogether)

corpora: # what is too slow under the race detector
	$(DATABASE) $(GO) test -timeout 30m -skip '$(RACED)' $(LONG)

client: # a client that is generated from the document of the API drives every route
	cd api/client && $(GO) vet . && $(GO) test -count=1 .

lint: ## gofmt, go vet, staticcheck, go mod tidy
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "run gofmt -w on these"; exit 1; }
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	$(GO) mod tidy -diff

eval: ## Score quality against gold; fails below the committed baseline
	@if [ -d $(SHARED)/corpora ]; then $(GO) run ./cmd/eval -corpora $(SHARED)/corpora; \
	elif [ -n "$$CI" ]; then echo "eval: the shared texts are missing"; exit 1; \
	else echo "eval: skipped, it needs the shared texts in $(SHARED)/corpora"; fi

baseline: ## Measure quality and make it the baseline
	$(GO) run ./cmd/eval -corpora $(SHARED)/corpora -update

bench: ## Speed and memory, as ratios, beside other libraries on the same pages
	cd bench && $(GO) run -mod=mod . -corpora $(abspath $(SHARED))/corpora

bench-store: ## Speed and recall of search in large libraries, on both databases (20 minutes)
	$(DATABASE) $(GO) test ./store -run TestScale -v -timeout 2h -scale.articles 10000 | grep -v '^=== '
	$(DATABASE) $(GO) test ./internal/eval -run TestTexts -v -timeout 2h -scale.texts 60000 | grep -v '^=== '

bench-api: build ## Requests a second, latency and memory of the server, on both databases (2 minutes)
	$(DATABASE); cd bench && $(GO) run -mod=mod ./load -binary ../bin/daodu -postgres "$$DAODU_TEST_DATABASE_URL"

soak: build ## Kill servers, workers and the database while 2,000 articles are added (5 minutes)
	$(GO) run ./deploy/soak -articles 2000

fuzz: ## Run every fuzz target for FUZZTIME
	scripts/fuzz.sh $(FUZZTIME)

golden: ## Write the golden files anew; read the difference before committing it
	$(GO) test ./ingest -run TestGolden -update
	$(GO) test ./ingest/clean -run TestRules -update
	for d in internal/export/testdata/*/; do n=$$(basename $$d); \
	$(GO) run ./cmd/daodu read examples/$$n.* --format json > $$d/article.json && \
	$(GO) run ./cmd/daodu summarize examples/$$n.* --format json > $$d/artifacts.json || exit 1; done
	$(GO) test ./internal/export -update

test-llama: ## The engine against a real llama.cpp server on the loopback (needs the shared tools; Debian, amd64)
	$(SHARED)/tools/start-llama-server.sh start
	DAODU_TEST_LLAMA=http://127.0.0.1:18081/v1 DAODU_TEST_LLAMA_EMBED=http://127.0.0.1:18082/v1 \
	$(GO) test ./cmd/daodu -run TestLlama -count=1 -v; code=$$?; $(SHARED)/tools/start-llama-server.sh stop; exit $$code

tables: ## Count the document frequencies anew (needs the shared texts and xz)
	cd internal/docfreq && $(GO) run gen.go -corpora $(abspath $(SHARED))/corpora -training $(abspath $(SHARED))/training

table: ## Train the table of the offline embedder anew (needs the shared texts and xz)
	$(GO) run ./embed/offline/train -training $(abspath $(SHARED))/training -o embed/offline/table.bin

screenshots: ## Take the pictures of docs/screenshots anew (needs Chromium)
	$(GO) test ./cmd/daodu -run TestScreenshots -screenshots $(abspath docs/screenshots)

setup: # what tests use: pdftotext, a PostgreSQL with pgvector
	scripts/setup.sh

clean-db: ## Stop the PostgreSQL of the tests and delete its data
	scripts/pgvector.sh stop
