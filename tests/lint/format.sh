#!/bin/bash
# format.sh [ROOT]: fails if clang-format 14, with the tree's .clang-format, would change a file.
. "$(dirname "$0")/files.sh"
while IFS= read -r line; do
	problem "$line"
done < <(c_files | xargs -r -d '\n' clang-format-14 --dry-run -Werror --style=file 2>&1 | grep ' error: ')
finish format.sh
