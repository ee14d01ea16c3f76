#!/bin/bash
# layers.sh [ROOT]: an include may only point left in the order of the rooms, which is read from
# cmake/Layers.cmake; each third-party header has its own rooms; includes stand in order (own
# header, libc, third party, ours); no unit (x.c and x.h) includes itself through others; no folder
# holds more than 25 source files.
. "$(dirname "$0")/files.sh"
while IFS= read -r line; do
	problem "$line"
done < <(/usr/bin/python3 "$here/layers.py" "$here/../../cmake/Layers.cmake" 2>&1)
finish layers.sh
