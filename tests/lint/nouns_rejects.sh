#!/bin/bash
# Checks that generate.py --check fails when a page of docs/nouns lacks a field and when a noun
# lacks its page.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d)
trap 'rm -r "$dir"' EXIT
refused() { # what
	if NOUNS_PAGES=$dir "$root/docs/nouns/generate.py" --check >"$dir/said"; then
		printf 'generate.py --check accepts %s\n' "$1"
		exit 1
	fi
}
cp "$root"/docs/nouns/*.md "$dir"
sed -i '/`entered_date`/d' "$dir/project.md"
refused 'a page without one of its fields'
grep -q 'project.md' "$dir/said"
cp "$root/docs/nouns/project.md" "$dir"
rm "$dir/evidence.md"
refused 'a noun without a page'
grep -q 'message Evidence' "$dir/said"
