#!/bin/bash
# size.sh [ROOT]: limits a function to 70 lines and 5 parameters, a .c file to 500 lines and a .h
# file to 120. Tables of data have no limit of their own, nor has the number of parameters of a
# callback that libmicrohttpd calls. Uses universal-ctags.
. "$(dirname "$0")/files.sh"
max_function=70 max_c=500 max_h=120 max_params=5

while read -r path; do
	lines=$(wc -l <"$path") limit=$max_c
	[[ $path == *.h ]] && limit=$max_h
	[ "$lines" -le "$limit" ] || problem "$path:1: $lines lines, at most $limit: split it by noun"
done < <(c_files)

# Fields of a tag, tab separated: name, path, address, kind, line:N, signature:(...), end:N
while IFS=$'\t' read -r name path line end params; do
	length=$((end - line + 1))
	[ "$length" -le "$max_function" ] ||
		problem "$path:$line: $name() has $length lines, at most $max_function"
	[ "$params" -le "$max_params" ] ||
		problem "$path:$line: $name() takes $params parameters, at most $max_params: pass a struct"
done < <(c_files | ctags -L - -f - --languages=C --map-C=+.h --kinds-C=f --fields=neS \
	--excmd=number | awk -F'\t' '
	function parameters(s,  i, c, depth, n) {
		sub(/^\(/, "", s); sub(/\)$/, "", s)
		if (s == "" || s == "void" || s ~ /struct MHD_Connection \*/) return 0
		for (i = 1; i <= length(s); i++) {
			c = substr(s, i, 1)
			depth += (c == "(") - (c == ")")
			n += (c == "," && depth == 0)
		}
		return n + 1
	}
	!/^!/ {
		line = end = 0; params = 0
		for (i = 4; i <= NF; i++) {
			if ($i ~ /^line:/) line = substr($i, 6)
			if ($i ~ /^end:/) end = substr($i, 5)
			if ($i ~ /^signature:/) params = parameters(substr($i, 11))
		}
		print $1 "\t" $2 "\t" line "\t" end "\t" params
	}')
finish size.sh
