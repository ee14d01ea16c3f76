#!/bin/bash
# rejects.sh NAME: a lint that cannot fail is worse than none. Runs NAME.sh on the little tree
# bad/NAME; it must answer 1 and name every file and folder there that is called bad*, and no other.
here=$(cd "$(dirname "$0")" && pwd)
tree=$here/bad/$1
said=$("$here/$1.sh" "$tree" 2>&1)
code=$?
failed=0
[ $code -eq 1 ] || { echo "$1.sh answered $code on its bad samples, not 1"; failed=1; }
while read -r path; do
	path=${path#"$tree"/}
	name=$(basename "$path")
	if [[ $name == bad* ]]; then
		grep -qF "$path:" <<<"$said" || { echo "$1.sh let $path pass"; failed=1; }
	elif grep -qF "$path:" <<<"$said"; then
		echo "$1.sh blames $path, which is fine"
		failed=1
	fi
done < <(find "$tree" -mindepth 1 \( -type f -o -name 'bad*' \) | sort)
[ $failed -eq 0 ] || printf 'it said:\n%s\n' "$said"
exit $failed
