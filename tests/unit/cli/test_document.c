#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/cli/document/document.h"
#include "client/cli/document/fill.h"
#include "client/cli/print/out_docx.h"
#include "client/cli/print/table.h"
#include "client/cli/workbook/xlsx/archive.h"

static char path[] = "/tmp/duban-document.XXXXXX";

struct text {
	char data[16384];
	size_t n;
};

static int gather(void *user, const char *piece, size_t size, bool last)
{
	struct text *t = user;
	(void)last;
	assert_true(t->n + size < sizeof t->data);
	memcpy(t->data + t->n, piece, size);
	t->n += size;
	return 0;
}

/* A part of the file that was written. */
static const char *part(const char *name)
{
	static struct text t;
	static char raw[65536];
	FILE *in = fopen(path, "re");
	assert_non_null(in);
	size_t size = fread(raw, 1, sizeof raw, in);
	assert_int_equal(fclose(in), 0);
	struct archive *a = NULL;
	const char *code = NULL;
	assert_int_equal(archive_open(BYTES(raw, size), &a, &code), 0);
	t = (struct text){};
	assert_int_equal(archive_read(a, name, gather, &t), 0);
	archive_free(a);
	return t.data;
}

static void a_text_keeps_its_blanks_breaks_and_marks(void **state)
{
	struct document *d = document_new(false);
	(void)state;
	document_title(d, "A<B> & C");
	document_paragraph(d, "  一\n二\t三  ");
	assert_int_equal(document_write(d, path), 0);
	const char *s = part("word/document.xml");
	assert_non_null(strstr(s, "<w:t xml:space=\"preserve\">A&lt;B&gt; &amp; C</w:t>"));
	assert_non_null(strstr(s, "<w:r><w:t xml:space=\"preserve\">  一</w:t><w:br/>"
				  "<w:t xml:space=\"preserve\">二</w:t><w:tab/>"
				  "<w:t xml:space=\"preserve\">三  </w:t></w:r>"));
	assert_non_null(strstr(s, "w:w=\"11906\" w:h=\"16838\"/>"));
	assert_non_null(
	    strstr(part("docProps/core.xml"), "<dc:title>A&lt;B&gt; &amp; C</dc:title>"));
	document_free(d);
}

static void what_no_document_may_hold_is_refused(void **state)
{
	(void)state;
	struct document *d = document_new(false);
	document_title(d, "t");
	document_paragraph(d, "bell \a");
	assert_int_equal(document_write(d, path), -EILSEQ);
	document_free(d);
	d = document_new(false);
	document_title(d, "two\nlines");
	assert_int_equal(document_write(d, path), -EILSEQ);
	document_free(d);
	d = document_new(false);
	document_paragraph(d, "no title");
	assert_int_equal(document_write(d, path), -ENOKEY);
	document_free(d);
	d = document_new(false);
	document_title(d, "t");
	assert_int_equal(document_write(d, "/no/such/folder/x.docx"), -ENOENT);
	document_free(d);
}

static void a_template_is_filled_or_refused(void **state)
{
	static const struct {
		const char *text, *filled;
	} rows[] = {
	    {"a {x} b {y}{x}", "a 1 b 21"},
	    {"plain", "plain"},
	    {"", ""},
	    {"{z}", NULL},
	    {"{none}", NULL},
	    {"{x", NULL},
	    {"{}", NULL},
	};
	const struct document_value values[] = {{"x", "1"}, {"y", "2"}, {"none", NULL}, {}};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *said = NULL;
		int r = document_fill(BYTES_STR(rows[i].text), values, &said);
		assert_int_equal(r, rows[i].filled ? 0 : -ENOKEY);
		if (rows[i].filled)
			assert_string_equal(said, rows[i].filled);
		else
			assert_null(said);
		free(said);
	}
}

static void wide_tables_turn_the_page_and_numbers_stand_right(void **state)
{
	static const char *const narrow[] = {"code", ">no", NULL};
	static const char *const wide[] = {"code", "a", "b", "c", "d", "e", "f", NULL};
	(void)state;
	struct print_table *t = table_new(narrow);
	table_cell(t, "x");
	table_number(t, 7);
	assert_int_equal(out_docx(path, t, "Name"), 0);
	const char *s = part("word/document.xml");
	assert_null(strstr(s, "landscape"));
	assert_non_null(strstr(s, "<w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t "
				  "xml:space=\"preserve\">Name<"));
	assert_non_null(
	    strstr(s, "<w:jc w:val=\"right\"/></w:pPr><w:r><w:t xml:space=\"preserve\">7<"));
	table_free(t);
	t = table_new(wide);
	for (int i = 0; i < 7; i++)
		table_cell(t, "x");
	table_title(t, "Line");
	assert_int_equal(out_docx(path, t, "Name"), 0);
	s = part("word/document.xml");
	assert_non_null(strstr(s, "w:orient=\"landscape\""));
	assert_non_null(strstr(s, ">Line<"));
	table_free(t);
}

static int make_file(void **state)
{
	int fd = mkstemp(path);
	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_text_keeps_its_blanks_breaks_and_marks),
	    cmocka_unit_test(what_no_document_may_hold_is_refused),
	    cmocka_unit_test(a_template_is_filled_or_refused),
	    cmocka_unit_test(wide_tables_turn_the_page_and_numbers_stand_right),
	};
	return cmocka_run_group_tests(tests, make_file, remove_file);
}
