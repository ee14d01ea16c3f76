/* Workbooks from XML, and what is read of them as one line of text. Included by the tests of the
 * reader, after <cmocka.h>. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/answer.h"
#include "client/cli/workbook/xlsx/cell.h"
#include "client/cli/workbook/xlsx/xlsx.h"
#include "lib/tzip.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define TYPES                                                                                      \
	"=== [Content_Types].xml\n<Types "                                                         \
	"xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override "          \
	"PartName='/xl/workbook.xml' ContentType='application/"                                    \
	"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>\n"
#define ROOT                                                                                       \
	"=== _rels/.rels\n<Relationships xmlns='" RELS "'><Relationship Id='r' Type='" OFFICE      \
	"/officeDocument' Target='xl/workbook.xml'/></Relationships>\n"
#define BOOK_RELS                                                                                  \
	"=== xl/_rels/workbook.xml.rels\n<Relationships xmlns='" RELS "'>"                         \
	"<Relationship Id='a' Type='" OFFICE "/worksheet' Target='worksheets/sheet1.xml'/>"        \
	"<Relationship Id='s' Type='" OFFICE "/styles' Target='styles.xml'/>"                      \
	"<Relationship Id='t' Type='" OFFICE "/sharedStrings' Target='/xl/sharedStrings.xml'/>"    \
	"</Relationships>\n"
#define BOOK(inside)                                                                               \
	"=== xl/workbook.xml\n<workbook xmlns='" MAIN "' xmlns:r='" OFFICE "'>" inside             \
	"<sheets><sheet name='表' sheetId='1' r:id='a'/></sheets></workbook>\n"
/* Style 1 is 0.00, 2 a date, 3 yyyy"年"m"月", 4 a percentage; formats of dxfs do not count. */
#define STYLES                                                                                     \
	"=== xl/styles.xml\n<styleSheet xmlns='" MAIN "'><numFmts><numFmt numFmtId='164' "         \
	"formatCode='yyyy&quot;年&quot;m&quot;月&quot;'/></numFmts><cellStyleXfs><xf "           \
	"numFmtId='9'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='2'/><xf "           \
	"numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='10'/></cellXfs><dxfs><dxf><numFmt "      \
	"numFmtId='164' formatCode='0'/></dxf></dxfs></styleSheet>\n"
#define STRINGS                                                                                    \
	"=== xl/sharedStrings.xml\n<sst xmlns='" MAIN "'><si><t>甲</t></si><si><r><t>三号"      \
	"</t></r><r><rPr><b/></rPr><t xml:space='preserve'>大桥 </t></r><rPh sb='0' eb='1'>"     \
	"<t>sanhao</t></rPh><phoneticPr fontId='1'/></si></sst>\n"
#define SHEET(inside)                                                                              \
	"=== xl/worksheets/sheet1.xml\n<worksheet xmlns='" MAIN "' xmlns:r='" OFFICE "'>" inside   \
	"</worksheet>"
#define WORKBOOK(inside)                                                                           \
	TYPES ROOT BOOK("") BOOK_RELS STYLES STRINGS SHEET("<sheetData>" inside "</sheetData>")

static int say_frame(void *user, const struct answer *h, const char *text)
{
	static uint32_t row;
	FILE *out = user;
	row = h->kind == ANSWER_ROW ? h->a : row;
	if (h->kind == ANSWER_BOOK && h->a)
		(void)fputs("1904 ", out);
	if (h->kind == ANSWER_SHEET)
		(void)fprintf(out, "[%s]%s ", text, h->a ? "hidden" : "");
	if (h->kind == ANSWER_COLUMN)
		(void)fprintf(out, "-%c ", (char)('A' + h->a - 1));
	if (h->kind == ANSWER_ROW && h->b)
		(void)fprintf(out, "-%u ", row);
	if (h->kind == ANSWER_CELL)
		(void)fprintf(out, "%c%u=%s%s%s ", (char)('A' + h->a), row, text, h->b ? "!" : "",
			      h->b ? cell_code(h->b) + strlen("sheet.") : "");
	if (h->kind == ANSWER_MERGE)
		(void)fprintf(out, "(%c%u:%c%u) ", (char)('A' + h->c), h->a, (char)('A' + h->d),
			      h->b);
	if (h->kind == ANSWER_REFUSED)
		(void)fprintf(out, "refused %s ", text);
	return 0;
}

/* What is read of the bytes, freed by the caller. */
static char *say_bytes(struct bytes raw, bool hidden)
{
	char *answer = NULL, *said = NULL;
	size_t size = 0, n = 0;
	FILE *out = open_memstream(&answer, &size);
	assert_int_equal(xlsx_read(raw, hidden, out), 0);
	assert_int_equal(fclose(out), 0);
	out = open_memstream(&said, &n);
	struct answer_reading r = {.sink = say_frame, .user = out};
	assert_int_equal(answer_take(&r, BYTES(answer, size)), 0);
	assert_true(r.ended);
	answer_done(&r);
	assert_int_equal(fclose(out), 0);
	if (n > 0 && said[n - 1] == ' ')
		said[n - 1] = '\0';
	free(answer);
	return said;
}

static char *say_recipe(const char *recipe, bool hidden)
{
	size_t size = 0;
	void *raw = tzip_make(recipe, strlen(recipe), &size);
	assert_non_null(raw);
	char *said = say_bytes(BYTES(raw, size), hidden);
	free(raw);
	return said;
}

struct said_row {
	const char *recipe, *want;
};

__attribute__((unused)) static void check_rows(const struct said_row *rows, size_t n, bool hidden)
{
	for (size_t i = 0; i < n; i++) {
		char *said = say_recipe(rows[i].recipe, hidden);
		if (strcmp(said, rows[i].want) != 0)
			print_message("row %zu:\n", i);
		assert_string_equal(said, rows[i].want);
		free(said);
	}
}
