#!/bin/bash
# names.sh [ROOT]: no struct, union or enum tag is defined twice, no macro by two files (names.py).
. "$(dirname "$0")/files.sh"
while IFS= read -r line; do
	problem "$line"
done < <(c_files | /usr/bin/python3 "$here/names.py")
finish names.sh
