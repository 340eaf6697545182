#!/bin/sh
# Sets up what the tests use beside Go: pdftotext (poppler-utils, poppler-data). With it
# missing the tests of it are skipped on a developer's machine and fail in CI.
set -eu

command -v pdftotext >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "setup: installing poppler-utils" >&2
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq poppler-utils poppler-data >/dev/null
    exit 0
fi
if [ -n "${CI:-}" ]; then
    echo "setup: pdftotext is missing; install poppler-utils and poppler-data" >&2
    exit 1
fi
echo "setup: pdftotext is missing, its tests will be skipped; install poppler-utils and poppler-data" >&2
