#!/bin/bash
# layers.sh [ROOT]: checks the includes. A room may include only itself and rooms before it in the
# order of cmake/Layers.cmake; a third-party header is allowed only in certain rooms; the includes
# of a file are ordered (own header, libc, third party, this project); no unit (x.c and x.h)
# includes itself through others. Also limits a folder to 25 source files.
. "$(dirname "$0")/files.sh"
while IFS= read -r line; do
	problem "$line"
done < <(/usr/bin/python3 "$here/layers.py" "$here/../../cmake/Layers.cmake" 2>&1)
finish layers.sh
