#!/bin/sh
# Runs every fuzz target of the module, one after another, for the time given ("60s").
set -eu

time=${1:-60s}
for package in $(go list ./...); do
    for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
        echo "fuzz: $package $target" >&2
        go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 5s "$package"
    done
done
