#!/bin/bash
# surface.sh LIBRARY CC: checks that the library exports exactly what the headers declare and uses nothing of the
# daemon, that each header compiles alone, as C and (if there is a compiler) as C++, and that the programs of
# its manual compile.
set -u
library=$1 cc=$2 include=$(dirname "$0")/../../../client/include failed=0
problem() {
	printf '%s\n' "$1"
	failed=1
}

declared=$(cat "$include"/duban/*.h | tr '\n\t' '  ' | grep -oE 'DUBAN_API [^;(]*\(' |
	grep -oE 'duban_[a-z_0-9]+ *\($' | tr -d ' (' | sort)
exported=$(nm -D --defined-only "$library" | awk '{print $NF}' | sed 's/@.*//' |
	grep -vE '^(__asan|__ubsan|__sanitizer|__odr_asan|_init|_fini|duban__)' | sort)
[ -n "$declared" ] || problem "no declarations were found in $include"
[ "$declared" = "$exported" ] ||
	problem "declared and exported differ: $(diff <(echo "$declared") <(echo "$exported"))"

# The messages' own functions and descriptors are exported whole, for programs that build requests.
for symbol in duban__request__descriptor duban__request__pack duban__event__unpack duban__level__descriptor; do
	nm -D --defined-only "$library" | grep -qw "$symbol" || problem "$symbol is not exported"
done

cxx=$(command -v g++ || command -v clang++ || command -v clang++-14 || command -v clang-14)
for header in duban.h "$include"/duban/*.h; do
	line="#include \"${header#"$include"/}\""
	"$cc" -x c -std=c11 -Wall -Wextra -Werror -pedantic -fsyntax-only -I"$include" - <<<"$line" ||
		problem "$header does not compile as C"
	[ -z "$cxx" ] || "$cxx" -x c++ -Wall -Wextra -Werror -fsyntax-only -I"$include" - <<<"$line" ||
		problem "$header does not compile as C++"
done

# The programs in docs/library.md compile unchanged.
programs=$(mktemp -d)
awk -v to="$programs" '/^```c$/ { n++; on = 1; next } /^```$/ { on = 0 } on { print > (to "/" n ".c") }' \
	"$include/../../docs/library.md"
for program in "$programs"/*.c; do
	"$cc" -std=gnu17 -Wall -Wextra -Werror -fsyntax-only -I"$include" "$program" ||
		problem "a program in docs/library.md does not compile"
done
rm -r "$programs"
[ "$failed" -eq 0 ] && echo "$(wc -w <<<"$declared") functions declared and exported; C++ ${cxx:-not looked at}"
exit "$failed"
