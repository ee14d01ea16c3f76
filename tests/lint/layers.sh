#!/bin/bash
# layers.sh [ROOT]: an include may only point left in the order of the rooms, which is read from
# cmake/Layers.cmake; each third-party header has its own rooms; a .c includes its own header first.
. "$(dirname "$0")/files.sh"

read -ra order < <(sed -n 's/^set(DUBAN_LAYERS \(.*\))/\1/p' "$here/../../cmake/Layers.cmake")
[ "${#order[@]}" -ge 5 ] || { echo "layers.sh: no DUBAN_LAYERS in cmake/Layers.cmake" >&2; exit 2; }
declare -A rank
for i in "${!order[@]}"; do rank[${order[$i]}]=$i; done
top=${#order[@]}

# header pattern | where it may stand | what to do instead
third_party=(
	'^lmdb\.h$|^daemon/store/|only store/ may see LMDB'
	'^zmq\.h$|^daemon/bus/|^client/lib/|only bus/ and client/lib/ may see ZeroMQ'
	'^systemd/|^daemon/base/log\.c$|^daemon/bus/|^daemon/daemon\.c$|only base/log.c, bus/ and daemon.c may see systemd'
	'^openssl/|^daemon/base/|^client/lib/|^client/cli/|only base/ and client/ may see libcrypto'
	'^uniwidth\.h$|^text/|only text/ may see libunistring'
	'^csv\.h$|^client/cli/|only client/cli/ may see libcsv'
	'^zlib\.h$|^client/cli/|only client/cli/ may see zlib'
	'^ini\.h$|^daemon/[^/]*$|^client/lib/|only the daemon'\''s config and client/lib/ may see inih'
)

room_of() { # path -> room
	case $1 in
	proto/* | text/*) echo "${1%%/*}" ;;
	daemon/*/*) r=${1#daemon/}; echo "${r%%/*}" ;;
	daemon/main.c) echo main ;;
	daemon/*) echo daemon ;;
	client/*) echo client ;;
	*) echo tests ;;
	esac
}

rank_of() { # room -> number; nothing for a room that has no place
	case $1 in
	daemon) echo "$top" ;;
	main) echo $((top + 1)) ;;
	*) echo "${rank[$1]}" ;;
	esac
}

check_third_party() { # path line header
	local row rest header place text
	for row in "${third_party[@]}"; do
		header=${row%%|*} rest=${row#*|} text=${row##*|}
		place=${rest%|*}
		[[ $3 =~ $header ]] || continue
		[[ $1 =~ $place ]] || problem "$1:$2: <$3>: $text"
	done
}

check_own() { # path line header
	local from to target=$3
	from=$(room_of "$1")
	case $target in
	../* | */../*) problem "$1:$2: \"$target\": write the path from the top folder"; return ;;
	esac
	[ "$from" = tests ] && return
	case $target in
	proto/* | text/*) to=${target%%/*} ;;
	tests/*) to=tests ;;
	client/* | duban.h | duban/*) to=client ;;
	daemon/*/*) target=${target#daemon/} to=${target%%/*} ;;
	*/*) to=${target%%/*} ;;
	*) # beside the file that asks for it
		[ -e "$(dirname "$1")/$3" ] || problem "$1:$2: \"$3\": write the path from the top folder"
		return
		;;
	esac
	if [ "$from" = client ]; then
		[ "$to" = client ] || [ "$to" = proto ] || [ "$to" = text ] ||
			problem "$1:$2: \"$3\": client/ sees only proto/ and text/"
		return
	fi
	if [ "$to" = client ] || [ "$to" = tests ]; then
		problem "$1:$2: \"$3\": $to/ is no room of the daemon"
	elif [ -z "$(rank_of "$from")" ]; then
		problem "$1:$2: room $from has no place in DUBAN_LAYERS (cmake/Layers.cmake)"
	elif [ -z "$(rank_of "$to")" ]; then
		problem "$1:$2: \"$3\": there is no room $to"
	elif [ "$(rank_of "$to")" -gt "$(rank_of "$from")" ]; then
		problem "$1:$2: \"$3\": $from may not look up to $to"
	fi
}

declare -A first
while IFS=: read -r path line code; do
	if [[ $code =~ ^[[:space:]]*#[[:space:]]*include[[:space:]]*\<([^\>]*)\> ]]; then
		: "${first[$path]:=<${BASH_REMATCH[1]}>}"
		[ "$(room_of "$path")" = tests ] || check_third_party "$path" "$line" "${BASH_REMATCH[1]}"
	elif [[ $code =~ ^[[:space:]]*#[[:space:]]*include[[:space:]]*\"([^\"]*)\" ]]; then
		: "${first[$path]:=${BASH_REMATCH[1]}}"
		check_own "$path" "$line" "${BASH_REMATCH[1]}"
	fi
done < <(c_code | grep -E '^[^:]+:[0-9]+:[[:space:]]*#[[:space:]]*include')

while read -r path; do
	case $path in
	*.c)
		own=${path%.c}.h
		[ -e "$own" ] || continue
		[[ ${first[$path]} == *"$(basename "$own")" ]] ||
			problem "$path:1: include \"${own#daemon/}\" first: it proves that the header stands alone"
		;;
	*.h)
		grep -q '^#pragma once' "$path" || problem "$path:1: no #pragma once"
		;;
	esac
done < <(c_files | grep -v '^tests/lint/')
finish layers.sh
