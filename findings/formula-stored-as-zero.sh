#!/bin/bash
# A formula that libxlsxwriter writes has the stored value 0 until a program with a calculator opens the file.
#
# Who generates a workbook with worksheet_write_formula() and passes it on by program, without a visit to a
# spreadsheet, passes on zeros: the sum of 100 and 200 is stored as 0. The file says fullCalcOnLoad="1", so a
# person who opens it sees 300. A reader that takes what is stored, as almost all readers do, gets 0, which is a
# valid amount and looks like one. A formula written by other means without a value is stored empty, and a
# reader can tell that nothing is there; here it can't, except by fullCalcOnLoad.
#
# What users would lose: a total of a county's list read as 0 with no error. duban takes such a 0 with a remark.
#
# Seen with libxlsxwriter 1.1.4 (Debian 12). The documentation of worksheet_write_formula() tells it under
# "Formula Results": https://libxlsxwriter.github.io/working_with_formulas.html
# Needs apt, dpkg-deb, gcc, unzip; nothing is installed on the system.
set -eu
version=1.1.4-2+b1
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"

apt-get -qq download "libxlsxwriter4=$version" "libxlsxwriter-dev=$version"
for package in *.deb; do dpkg-deb -x "$package" root; done
lib=$(dirname "$(find root -name libxlsxwriter.so.4)")

cat > make.c <<'C'
#include <xlsxwriter.h>

int main(void)
{
	lxw_workbook *book = workbook_new("sum.xlsx");
	lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);

	worksheet_write_number(sheet, 0, 0, 100, NULL);
	worksheet_write_number(sheet, 1, 0, 200, NULL);
	worksheet_write_formula(sheet, 2, 0, "=SUM(A1:A2)", NULL);
	return workbook_close(book);
}
C
gcc -Iroot/usr/include make.c -o make -L"$lib" -lxlsxwriter -Wl,-rpath,"$PWD/$lib"
./make

cell=$(unzip -p sum.xlsx xl/worksheets/sheet1.xml | grep -o '<c r="A3">.*</c>')
load=$(unzip -p sum.xlsx xl/workbook.xml | grep -o 'fullCalcOnLoad="[^"]*"')
printf 'libxlsxwriter %s\nA1 is 100, A2 is 200; A3 is stored as  %s\nthe workbook says  %s\n' "$version" "$cell" "$load"
[ "$cell" = '<c r="A3"><f>SUM(A1:A2)</f><v>0</v></c>' ]
[ "$load" = 'fullCalcOnLoad="1"' ]
echo "as described"
