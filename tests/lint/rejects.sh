#!/bin/bash
# rejects.sh NAME: checks that a lint finds what it should. Runs NAME.sh on the tree bad/NAME; it
# must exit with 1 and name each file and folder there whose name begins with "bad", and no
# other.
here=$(cd "$(dirname "$0")" && pwd)
tree=$here/bad/$1
said=$("$here/$1.sh" "$tree" 2>&1)
code=$?
failed=0
[ $code -eq 1 ] || { echo "$1.sh exited with $code on its bad samples, not with 1"; failed=1; }
while read -r path; do
	path=${path#"$tree"/}
	name=$(basename "$path")
	if [[ $name == bad* ]]; then
		grep -qF "$path:" <<<"$said" || { echo "$1.sh did not report $path"; failed=1; }
	elif grep -qF "$path:" <<<"$said"; then
		echo "$1.sh reported $path, which is correct"
		failed=1
	fi
done < <(find "$tree" -mindepth 1 \( -type f -o -name 'bad*' \) | sort)
[ $failed -eq 0 ] || printf 'its output:\n%s\n' "$said"
exit $failed
