# Sourced by the lints: lists the C files of a tree, and their text with comments and strings
# blanked.
#
# The argument of a lint is the root of a tree (default: this project). The bad samples in bad/ are
# small trees with the same folders, so that rules about paths apply to them.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "${1:-$here/../..}" && pwd)
cd "$root" || exit 2
problems=0

c_files() {
	find proto text daemon client tests \( -path tests/lint/bad -o -name '*.pb-c.*' \) -prune -o \
		-type f -name '*.[ch]' -print 2>/dev/null | sort
}

# "path:line:code" of each C file.
c_code() {
	c_files | /usr/bin/python3 "$here/strip.py"
}

problem() {
	printf '%s\n' "$1"
	problems=$((problems + 1))
}

finish() {
	[ "$problems" -eq 0 ] && exit 0
	printf '%s: %d problem(s)\n' "$1" "$problems" >&2
	exit 1
}
