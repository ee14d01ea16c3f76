#!/bin/bash
# The packages that the programs need at run time, as cmake/debian.sh and docs/operations.md name
# them, are those of the libraries that they are linked with. Needs dpkg and objdump.
# needs: release
set -u
src=${DUBAN_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${DUBAN_BUILD:?the folder with the programs and libduban}
command -v dpkg >/dev/null && command -v objdump >/dev/null || { echo "SKIP: no dpkg or objdump"; exit 77; }
# shellcheck source=/dev/null
. "$src/cmake/debian.sh"

# The library's package: dpkg may know the file by its name in /lib or in /usr/lib.
package_of() {
	local path
	path=$(readlink -f "$(ldconfig -p | awk -v l="$1" '$1 == l { print $NF; exit }')")
	{ dpkg -S "$path" || dpkg -S "${path#/usr}" || dpkg -S "/usr$path"; } 2>/dev/null | cut -d: -f1 | head -1
}

linked=$(for file in duband dubanctl duban-notify libduban.so; do
	objdump -p "$build/$file" | awk '/NEEDED/ { print $2 }'
done | sort -u | while read -r library; do
	package_of "$library"
done | grep -vxE 'libc6|libgcc-s1|libasan[0-9]+|libubsan[0-9]+' | sort -u)
named=$(printf '%s\n' $packages_run | grep -vx tzdata | sort -u)
told=$(sed -n 's/^apt-get install //p' "$src/docs/operations.md" | tr ' ' '\n' | grep -vx tzdata | sort -u)
bad=0
[ -n "$linked" ] && [ "$linked" = "$named" ] ||
	{ echo "FAIL packages_run of cmake/debian.sh:"; diff <(echo "$linked") <(echo "$named"); bad=1; }
[ "$named" = "$told" ] ||
	{ echo "FAIL docs/operations.md, Deploy under systemd:"; diff <(echo "$named") <(echo "$told"); bad=1; }
[ $bad = 0 ] && echo "ok   $(echo $named)"
exit $bad
