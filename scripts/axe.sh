#!/bin/sh
# Prints the path of axe-core's script, which the tests of the pages check accessibility
# with. It is fetched once into the user's cache: its licence (MPL-2.0) is not ours.
set -eu

version=4.11.0
dir="${XDG_CACHE_HOME:-$HOME/.cache}/daodu/axe-$version"
if [ ! -f "$dir/package/axe.min.js" ]; then
	mkdir -p "$dir"
	cd "$dir"
	npm pack --silent "axe-core@$version" >/dev/null
	tar -xzf "axe-core-$version.tgz"
fi
echo "$dir/package/axe.min.js"
