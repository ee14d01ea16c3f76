#!/bin/bash
# make.sh NODE_MODULES: writes the workbooks of this folder again, each with its own program. The tests
# read the files as they are and need none of these programs; see README.md for their versions.
set -e
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TZ=Asia/Shanghai NODE_PATH=$1
/usr/bin/python3 -B "$here/make.py" "$here/openpyxl.xlsx"
cc -o "$work/make" "$here/make.c" -lxlsxwriter
"$work/make" "$here/libxlsxwriter.xlsx"
node "$here/make.js" "$here/sheetjs.xlsx" "$here/exceljs.xlsx"
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to xlsx --outdir "$work" \
	"$here/openpyxl.xlsx" >/dev/null
# its metadata names the build of the program and the time of its making
/usr/bin/python3 -B - "$work/openpyxl.xlsx" "$here/libreoffice.xlsx" <<'EOF'
import re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as new:
    for name in old.namelist():
        text = old.read(name)
        if name.startswith("docProps/"):
            text = re.sub(rb">[^<>]+</(dcterms|Application|dc|cp)", rb"></\1", text)
        new.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
EOF
