#!/bin/bash
# format.sh [ROOT]: clang-format 14 with the tree's .clang-format decides, and a difference fails.
. "$(dirname "$0")/files.sh"
while read -r path; do
	clang-format-14 --dry-run -Werror --style=file "$path" 2>&1 | sed -n '1p' >"${TMPDIR:-/tmp}/format.$$"
	[ -s "${TMPDIR:-/tmp}/format.$$" ] && problem "$(cat "${TMPDIR:-/tmp}/format.$$")"
done < <(c_files)
rm -f "${TMPDIR:-/tmp}/format.$$"
finish format.sh
