/* What is read of a workbook: each row is a way in which some program writes one, or a trap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/cli/workbook/limits.h"
#include "proto/array.h"
#include "unit/cli/xlsx_said.h"

#define ROW(cells) WORKBOOK("<row r='1'>" cells "</row>")
#define STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define STRICT_OFFICE "http://purl.oclc.org/ooxml/officeDocument/relationships"

static void texts_are_whole(void **state)
{
	static const struct said_row rows[] = {
	    /* shared, inline, of a formula */
	    {ROW("<c r='A1' t='s'><v>0</v></c>"), "[表] A1=甲"},
	    {ROW("<c r='A1' t='s'><v>1</v></c>"), "[表] A1=三号大桥 "},
	    {ROW("<c r='A1' t='inlineStr'><is><t>甲</t></is></c>"), "[表] A1=甲"},
	    {ROW("<c r='A1' t='inlineStr'><is><r><t>三号</t></r><r><rPr><b/></rPr><t>大桥"
		 "</t></r><rPh sb='0' eb='1'><t>x</t></rPh></is></c>"),
	     "[表] A1=三号大桥"},
	    {ROW("<c r='A1' t='str'><f>B1</f><v>甲</v></c>"), "[表] A1=甲"},
	    {ROW("<c r='A1' t='str'><v>甲</v></c>"), "[表] A1=甲"},
	    /* cut by the parser at entities and line breaks */
	    {ROW("<c r='A1' "
		 "t='inlineStr'><is><t>甲&amp;乙&#x4e19;\n丁<![CDATA[<戊>]]></t></is></c>"),
	     "[表] A1=甲&乙丙\n丁<戊>"},
	    /* escapes: a carriage return, an escaped escape, a pair, half a pair, NUL, two runs */
	    {ROW("<c r='A1' t='inlineStr'><is><t>甲_x000D_乙</t></is></c>"), "[表] A1=甲\r乙"},
	    {ROW("<c r='A1' t='inlineStr'><is><t>甲_x005F_x000D_</t></is></c>"),
	     "[表] A1=甲_x000D_"},
	    {ROW("<c r='A1' t='str'><v>_xD83D__xDE00__xD83D__x0000__x4E59_</v></c>"),
	     "[表] A1=😀_xD83D__x0000_乙"},
	    {ROW("<c r='A1' t='inlineStr'><is><r><t>_x00</t></r><r><t>0D_</t></r></is></c>"),
	     "[表] A1=_x000D_"},
	    /* an extension inside a text, and a comment, are not part of it */
	    {ROW("<c r='A1' t='inlineStr'><is><t>甲<!-- 乙 --><x:t "
		 "xmlns:x='urn:x'>丙</x:t></t></is>"
		 "</c>"),
	     "[表] A1=甲"},
	    /* no such text */
	    {ROW("<c r='A1' t='s'><v>2</v></c>"), "refused sheet.book_damaged"},
	    {ROW("<c r='A1' t='s'><v>-1</v></c>"), "refused sheet.book_damaged"},
	    {ROW("<c r='A1' t='s'/>"), "[表]"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), false);
}

static void values_are_read_as_people_see_them(void **state)
{
	static const struct said_row rows[] = {
	    {ROW("<c r='A1'><v>12.5</v></c>"), "[表] A1=12.5"},
	    {ROW("<c r='A1' t='n'><v> 1 </v></c>"), "[表] A1=1"},
	    {ROW("<c r='A1' s='1'><v>2024.1</v></c>"), "[表] A1=2024.10"},
	    {ROW("<c r='A1' s='2'><v>45352</v></c>"), "[表] A1=2024-03-01"},
	    {ROW("<c r='A1' s='3'><v>45352</v></c>"), "[表] A1=2024-03"},
	    {ROW("<c r='A1' s='4'><v>0.125</v></c>"), "[表] A1=12.5%"},
	    {ROW("<c r='A1' t='b'><v>1</v></c><c r='B1' t='b'><f>FALSE()</f><v>0</v></c>"),
	     "[表] A1=TRUE B1=FALSE"},
	    {ROW("<c r='A1' t='d'><v>2024-03-01</v></c>"), "[表] A1=2024-03-01"},
	    {ROW("<c r='A1' t='d' s='2'><v>2024-02-29T16:00:00.000Z</v></c>"),
	     "[表] A1=2024-02-29"},
	    {ROW("<c r='A1' t='d'><v>2024-03-01T08:30:00</v></c>"), "[表] A1=2024-03-01 08:30"},
	    {ROW("<c r='A1' t='d' s='3'><v>2024-03-01T00:00:00</v></c>"), "[表] A1=2024-03"},
	    {ROW("<c r='A1' t='d'><v>2024-02-30</v></c>"), "[表] A1=#NUM!!no_such_day"},
	    {ROW("<c r='A1' t='e'><v>#REF!</v></c>"), "[表] A1=#REF!!excel_error"},
	    {ROW("<c r='A1' t='e'><v>Err:502</v></c>"), "[表] A1=#N/A!excel_error"},
	    {ROW("<c r='A1'><v>NaN</v></c>"), "[表] A1=#NUM!!not_a_number"},
	    {ROW("<c r='A1'><v>360111200001010011</v></c>"), "[表] A1=#NUM!!number_too_long"},
	    {ROW("<c r='A1' s='2'><v>60</v></c>"), "[表] A1=#NUM!!no_such_day"},
	    {ROW("<c r='A1' t='zz'><v>1</v></c>"), "refused sheet.book_damaged"},
	    {ROW("<c r='A1' s='5'><v>1</v></c>"), "refused sheet.book_damaged"},
	    /* a formula that nobody calculated, and one whose result is an empty text */
	    {ROW("<c r='A1'><f>400+600</f><v></v></c>"), "[表] A1=#N/A!not_calculated"},
	    {ROW("<c r='A1'><f>400+600</f></c>"), "[表] A1=#N/A!not_calculated"},
	    {ROW("<c r='A1'><f t='shared' si='0'/></c>"), "[表] A1=#N/A!not_calculated"},
	    {ROW("<c r='A1' t='str'><f>B1</f></c>"), "[表] A1=#N/A!not_calculated"},
	    {ROW("<c r='A1' t='str'><f>\"\"</f><v></v></c><c r='B1'><v>1</v></c>"), "[表] B1=1"},
	    {ROW("<c r='A1'><f>400+600</f><v>1000</v></c>"), "[表] A1=1000"},
	    {ROW("<c r='A1'><f>B1</f><v>0</v></c>"), "[表] A1=0"},
	    {TYPES ROOT BOOK("<calcPr fullCalcOnLoad='true'/>") BOOK_RELS STYLES STRINGS SHEET(
		 "<sheetData><row r='1'><c r='A1'><f>B1</f><v>0</v></c><c r='B1'><v>0</v></c></row>"
		 "</sheetData>"),
	     "[表] A1=0!stored_zero B1=0"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), false);
}

static void cells_stand_where_they_are_seen(void **state)
{
	static const struct said_row rows[] = {
	    /* rows and cells without an address follow the last one */
	    {WORKBOOK(
		 "<row><c><v>1</v></c><c><v>2</v></c></row><row r='4'><c><v>3</v></c>"
		 "<c r='D4'><v>4</v></c><c><v>5</v></c></row><row><c r='A5'><v>6</v></c></row>"),
	     "[表] A1=1 B1=2 A4=3 D4=4 E4=5 A5=6"},
	    {WORKBOOK("<row r='2'><c r='A2'/><c r='C2' s='1'/></row><row r='9' spans='1:2'/>"),
	     "[表]"},
	    /* addresses that contradict each other */
	    {WORKBOOK("<row r='2'><c r='A1'><v>1</v></c></row>"), "refused sheet.book_damaged"},
	    {WORKBOOK("<row r='2'/><row r='2'/>"), "refused sheet.book_damaged"},
	    {WORKBOOK("<row r='1'><c r='B1'/><c r='A1'/></row>"), "refused sheet.book_damaged"},
	    {WORKBOOK("<row r='1048577'/>"), "refused sheet.book_damaged"},
	    {WORKBOOK("<row r='1'><c r='XFE1'/></row>"), "refused sheet.book_damaged"},
	    {WORKBOOK("<row r='1'><c r='1A'/></row>"), "refused sheet.book_damaged"},
	    {WORKBOOK("<c r='A1'><v>1</v></c>"), "refused sheet.book_damaged"},
	    /* merged cells: the first says it; an old value behind it is not seen */
	    {TYPES ROOT BOOK("") BOOK_RELS STYLES STRINGS SHEET(
		 "<sheetData><row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row><row "
		 "r='2'><c r='A2'><v>3</v></c><c r='C2'><v>4</v></c></row></sheetData><mergeCells>"
		 "<mergeCell ref='A1:B2'/><mergeCell ref='C2'/></mergeCells>"),
	     "[表] A1=1 C2=4 (A1:B2)"},
	    /* the first of them is hidden, and its text is seen in the next */
	    {TYPES ROOT BOOK("") BOOK_RELS STYLES STRINGS SHEET(
		 "<cols><col min='1' max='1' hidden='1'/></cols><sheetData><row r='1' hidden='1'>"
		 "<c r='A1'><v>1</v></c></row><row r='2'><c r='C2'><v>4</v></c></row></sheetData>"
		 "<mergeCells><mergeCell ref='A1:B3'/></mergeCells>"),
	     "[表] A2=1 B2=4 (A2:A3)"},
	    {TYPES ROOT BOOK("") BOOK_RELS STYLES STRINGS SHEET(
		 "<sheetData/><mergeCells><mergeCell ref='B2:A1'/></mergeCells>"),
	     "refused sheet.book_damaged"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), false);
}

#define HIDING                                                                                     \
	TYPES ROOT BOOK("") BOOK_RELS STYLES STRINGS SHEET(                                        \
	    "<cols><col min='2' max='3' hidden='true'/><col min='5' max='16384' width='0'/>"       \
	    "</cols><sheetData><row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c><c "         \
	    "r='D1'><v>4</v></c></row><row r='2' hidden='1'><c r='A2'><v>5</v></c></row><row "     \
	    "r='3' ht='0' customHeight='1'><c r='D3'><v>6</v></c></row><row r='4' hidden='0' "     \
	    "ht='15'><c r='A4'><v>7</v></c></row><row r='5' hidden='1'/></sheetData>")

static void what_is_hidden_is_left_out_and_named(void **state)
{
	static const struct said_row rows[] = {{HIDING, "[表] -B A1=1 B1=4 -2 -3 A4=7"}};
	static const struct said_row all[] = {{HIDING, "[表] A1=1 B1=2 D1=4 A2=5 D3=6 A4=7"}};
	(void)state;
	check_rows(rows, COUNT(rows), false);
	check_rows(all, COUNT(all), true);
}

/* Any prefix, strict namespaces, targets from the root and beside the source, other names of parts,
 * hidden sheets, sheets without cells, no table of strings and no styles at all. */
static void parts_are_found_by_their_relationships(void **state)
{
	static const struct said_row rows[] = {
	    {"=== _rels/.rels\n<p:Relationships xmlns:p='" RELS "'><p:Relationship Id='x' "
	     "Type='" STRICT_OFFICE "/officeDocument' Target='/data/./book.xml'/>"
	     "</p:Relationships>\n"
	     "=== data/book.xml\n<s:workbook xmlns:s='" STRICT "' xmlns:q='" STRICT_OFFICE
	     "'><s:workbookPr date1904='true'/><s:sheets><s:sheet name='一_x005F_' q:id='b'/>"
	     "<s:sheet name='二' state='hidden' q:id='c'/><s:sheet name='三' state='veryHidden' "
	     "q:id='c'/><s:sheet name='图' q:id='d'/></s:sheets></s:workbook>\n"
	     "=== data/_rels/book.xml.rels\n<Relationships xmlns='" RELS "'><Relationship Id='b' "
	     "Type='" STRICT_OFFICE "/worksheet' Target='../sheets/one.xml'/><Relationship Id='c' "
	     "Type='" OFFICE "/worksheet' Target='/sheets/TWO.xml'/><Relationship Id='d' "
	     "Type='" OFFICE "/chartsheet' Target='chart.xml'/><Relationship Id='e' Type='" OFFICE
	     "/externalLink' TargetMode='External' Target='http://example.org/x'/>"
	     "</Relationships>\n"
	     "=== sheets/one.xml !\n<y:worksheet xmlns:y='" STRICT "'><y:sheetData><y:row><y:c "
	     "s='7'><y:v>1</y:v></y:c><x:c xmlns:x='urn:x'><y:v>9</y:v></x:c></y:row>"
	     "</y:sheetData></y:worksheet>\n"
	     "=== sheets/two.xml\n<worksheet xmlns='" MAIN "'><sheetData><row><c><v>2</v></c>"
	     "</row></sheetData></worksheet>\n",
	     "1904 [一_] A1=1 [二]hidden A1=2 [三]hidden A1=2"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), false);
}

#define KIND(type)                                                                                 \
	"=== [Content_Types].xml\n<Types "                                                         \
	"xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Default "           \
	"Extension='xml' ContentType='" type "'/></Types>\n" ROOT BOOK("")

static void what_is_no_workbook_is_told_apart(void **state)
{
	static const struct said_row rows[] = {
	    {KIND("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "refused sheet.macro"},
	    {KIND("application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
	     "refused sheet.binary"},
	    {KIND("application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		  ".main+xml"),
	     "refused sheet.word"},
	    {KIND("application/vnd.openxmlformats-officedocument.presentationml.presentation"
		  ".main+xml"),
	     "refused sheet.other_archive"},
	    {"=== word/document.xml\n<x/>", "refused sheet.word"},
	    {"=== mimetype\napplication/vnd.oasis.opendocument.spreadsheet\n=== "
	     "META-INF/manifest.xml\n<x/>",
	     "refused sheet.open_document"},
	    {"=== readme.txt\n甲", "refused sheet.other_archive"},
	    {"=== xl/workbook.xml\n<x", "refused sheet.book_damaged"},
	    {ROOT, "refused sheet.book_damaged"},
	    {ROOT "=== xl/workbook.xml\n<workbook/>\n", "refused sheet.book_damaged"},
	    {TYPES ROOT BOOK("") BOOK_RELS STYLES STRINGS, "refused sheet.book_damaged"},
	    {TYPES ROOT BOOK("") BOOK_RELS STYLES STRINGS SHEET("<sheetData><row>"),
	     "refused sheet.book_damaged"},
	    {TYPES ROOT BOOK("") BOOK_RELS STYLES STRINGS
	     "=== xl/worksheets/sheet1.xml\n<!DOCTYPE worksheet [<!ENTITY a 'b'>]><worksheet "
	     "xmlns='" MAIN "'/>",
	     "refused sheet.doctype"},
	    {TYPES ROOT BOOK("") BOOK_RELS STYLES STRINGS
	     "=== xl/worksheets/sheet1.xml *\n<worksheet xmlns='" MAIN "'/>",
	     "refused sheet.encrypted"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), false);
	char *said = say_bytes(BYTES("PK\x03\x04 not a whole archive", 25), false);
	assert_string_equal(said, "refused sheet.book_damaged");
	free(said);
}

/* A recipe with `n` times the same text in the middle. */
static char *many(const char *before, const char *middle, size_t n, const char *after)
{
	char *ret = NULL;
	size_t size;
	FILE *out = open_memstream(&ret, &size);
	(void)fputs(before, out);
	for (size_t i = 0; i < n; i++)
		(void)fputs(middle, out);
	(void)fputs(after, out);
	assert_int_equal(fclose(out), 0);
	return ret;
}

#define SHEET_BEGINS(mark)                                                                         \
	TYPES ROOT BOOK("") BOOK_RELS STYLES STRINGS "=== xl/worksheets/sheet1.xml" mark           \
						     "\n<worksheet xmlns='" MAIN "'><sheetData>"

static void a_file_that_asks_too_much_is_refused(void **state)
{
	static const struct {
		const char *before, *middle;
		size_t n;
		const char *after, *want;
	} rows[] = {
	    /* blanks: a thousand times smaller in the archive */
	    {SHEET_BEGINS(" !"), "                                ", 2 * WORKBOOK_RATIO_FROM / 32,
	     "</sheetData></worksheet>", "refused sheet.book_too_large"},
	    {SHEET_BEGINS(" !"), "                                ", WORKBOOK_RATIO_FROM / 64,
	     "</sheetData></worksheet>", "[表]"},
	    {SHEET_BEGINS("") "<row><c t='inlineStr'><is><t>", "长长长长",
	     WORKBOOK_CELL_BYTES_MAX / 12 + 1, "</t></is></c></row></sheetData></worksheet>",
	     "refused sheet.book_too_large"},
	    {SHEET_BEGINS("") "</sheetData><mergeCells>", "<mergeCell ref='A1:A2'/>",
	     WORKBOOK_MERGES_MAX + 1, "</mergeCells></worksheet>", "refused sheet.book_too_large"},
	    {SHEET_BEGINS(""), "<a>", 200, "", "refused sheet.book_damaged"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *recipe = many(rows[i].before, rows[i].middle, rows[i].n, rows[i].after);
		char *said = say_recipe(recipe, false);
		assert_string_equal(said, rows[i].want);
		free(said);
		free(recipe);
	}
}

static void an_archive_has_so_many_entries(void **state)
{
	(void)state;
	char *recipe = NULL;
	size_t size;
	FILE *out = open_memstream(&recipe, &size);
	(void)fputs(WORKBOOK(""), out);
	for (size_t i = 0; i < WORKBOOK_ENTRIES_MAX; i++)
		(void)fprintf(out, "\n=== media/%zu\nx", i);
	assert_int_equal(fclose(out), 0);
	char *said = say_recipe(recipe, false);
	assert_string_equal(said, "refused sheet.book_too_large");
	free(said);
	free(recipe);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts_are_whole),
	    cmocka_unit_test(values_are_read_as_people_see_them),
	    cmocka_unit_test(cells_stand_where_they_are_seen),
	    cmocka_unit_test(what_is_hidden_is_left_out_and_named),
	    cmocka_unit_test(parts_are_found_by_their_relationships),
	    cmocka_unit_test(what_is_no_workbook_is_told_apart),
	    cmocka_unit_test(a_file_that_asks_too_much_is_refused),
	    cmocka_unit_test(an_archive_has_so_many_entries),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
