#!/bin/sh
# Sets up what the tests use beside Go: pdftotext (poppler-utils, poppler-data) and a
# PostgreSQL with pgvector; a Chromium and axe-core for the pages; LibreOffice, which opens
# the Word files. Without axe-core its tests are skipped; with another missing its tests
# are skipped on a developer's machine and fail in CI.
set -eu

missing() { # NAME ADVICE
    if [ -n "${CI:-}" ]; then
        echo "setup: $1 is missing; $2" >&2
        exit 1
    fi
    echo "setup: $1 is missing, its tests will be skipped; $2" >&2
}

pdftotext_there() { command -v pdftotext >/dev/null 2>&1; }

if ! pdftotext_there && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "setup: installing poppler-utils" >&2
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq poppler-utils poppler-data >/dev/null
fi
pdftotext_there || missing pdftotext "install poppler-utils and poppler-data"

"$(dirname "$0")/pgvector.sh" start >/dev/null || missing PostgreSQL "set DAODU_TEST_DATABASE_URL to the URL of one with pgvector"

if ! command -v chromium >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "setup: installing chromium" >&2
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null
fi
command -v chromium >/dev/null 2>&1 || missing chromium "install chromium and a Chinese font"

if ! command -v soffice >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "setup: installing LibreOffice Writer" >&2
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libreoffice-writer-nogui >/dev/null
fi
command -v soffice >/dev/null 2>&1 || missing LibreOffice "install libreoffice-writer-nogui"

# Its tests are skipped without it in CI too: a registry that is down is no fault of ours.
"$(dirname "$0")/axe.sh" >/dev/null || echo "setup: axe-core cannot be fetched, its tests will be skipped; install npm" >&2
