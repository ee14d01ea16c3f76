/* The process that reads workbooks, and its answer: whatever becomes of it, its caller knows. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/cli/workbook/book.h"
#include "client/cli/workbook/child.h"
#include "client/cli/workbook/limits.h"
#include "client/cli/workbook/xlsx/cell.h"
#include "lib/ttemp.h"
#include "proto/array.h"
#include "proto/limits.h"

struct heard {
	char text[256];
	size_t size;
	int result;
};

static int hear(void *user, struct bytes piece)
{
	struct heard *h = user;
	size_t room = sizeof h->text - 1 - h->size, n = piece.size < room ? piece.size : room;
	memcpy(h->text + h->size, piece.data, n);
	h->size += n;
	return h->result;
}

static void the_end_of_the_process_is_known(void **state)
{
	static const struct {
		const char *script;
		int seconds, result, want;
		const char *heard;
	} rows[] = {
	    {"cat", 60, 0, 0, "bytes"},
	    {"cat; exit 1", 60, 0, -EPROTO, "bytes"},
	    {"echo half; kill -SEGV $$", 60, 0, -EPROTO, "half\n"},
	    {"kill -KILL $$", 60, 0, -EPROTO, ""},
	    {"kill -XCPU $$", 60, 0, -ETIMEDOUT, ""},
	    {"cat", 0, 0, -ETIMEDOUT, ""},
	    {"cat", 60, -EFBIG, -EFBIG, "bytes"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char sh[] = "/bin/sh", c[] = "-c", *script = strdup(rows[i].script);
		char *argv[] = {sh, c, script, NULL};
		struct heard h = {.result = rows[i].result};
		assert_int_equal(child_run(argv, BYTES("bytes", 5), rows[i].seconds, hear, &h),
				 rows[i].want);
		assert_string_equal(h.text, rows[i].heard);
		free(script);
	}
}

static void a_program_that_is_not_there_is_said(void **state)
{
	char nothing[] = "/nowhere/dubanctl";
	char *argv[] = {nothing, NULL};
	struct heard h = {};
	(void)state;
	assert_int_equal(child_run(argv, BYTES("x", 1), 60, hear, &h), -ENOENT);
}

/* In a process of its own, since nothing given up comes back. */
static int confined(const char *path)
{
	struct rlimit l;
	int out = open(path, O_WRONLY | O_CREAT, 0600);
	(void)signal(SIGXFSZ, SIG_IGN);
	if (out < 0 || dup2(out, STDOUT_FILENO) < 0 || child_confine() < 0)
		return 1;
	if (write(out, "x", 1) >= 0 || write(STDOUT_FILENO, "x", 1) >= 0)
		return 2; /* neither was closed, or the file grew */
	if (open("/dev/null", O_RDONLY) >= 0)
		return 3;
	if (getrlimit(RLIMIT_CPU, &l) < 0 || l.rlim_cur != WORKBOOK_SECONDS_MAX)
		return 4;
	return getrlimit(RLIMIT_CORE, &l) < 0 || l.rlim_max != 0 ? 5 : 0;
}

static void it_can_write_no_file_and_open_none(void **state)
{
	char *path = ttemp_path(*state, "file");
	int status = 0;
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(confined(path));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	free(path);
}

/* ---- the answer */

static char *answer_of(size_t *ret_size)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, ret_size);
	ANSWER_PUT(out, "", .kind = ANSWER_BOOK, .a = 1);
	ANSWER_PUT(out, "表", .kind = ANSWER_SHEET);
	ANSWER_PUT(out, "", .kind = ANSWER_COLUMN, .a = 28);
	ANSWER_PUT(out, "", .kind = ANSWER_ROW, .a = 2);
	ANSWER_PUT(out, "甲", .kind = ANSWER_CELL, .a = 1, .c = 2);
	ANSWER_PUT(out, "#N/A", .kind = ANSWER_CELL, .a = 2, .b = CELL_NOT_CALCULATED, .c = 29);
	ANSWER_PUT(out, "", .kind = ANSWER_ROW, .a = 5, .b = 1);
	ANSWER_PUT(out, "", .kind = ANSWER_ROW, .a = 7);
	ANSWER_PUT(out, "0", .kind = ANSWER_CELL, .a = 0, .b = CELL_STORED_ZERO, .c = 1);
	ANSWER_PUT(out, "", .kind = ANSWER_MERGE, .a = 2, .b = 7, .c = 1, .d = 1);
	ANSWER_PUT(out, "", .kind = ANSWER_END);
	assert_int_equal(fclose(out), 0);
	return text;
}

/* In pieces of every size, which all must give the same. */
static void an_answer_becomes_grids(void **state)
{
	size_t size;
	char *text = answer_of(&size);
	(void)state;
	for (size_t step = 1; step <= size; step++) {
		struct workbook_file b = {};
		struct workbook_answer a = {.to = &b};
		for (size_t at = 0; at < size; at += step)
			assert_int_equal(
			    workbook_answer_take(
				&a, BYTES(text + at, size - at < step ? size - at : step)),
			    0);
		assert_true(a.frames.ended && b.from_1904);
		assert_int_equal(b.n, 1);
		const struct workbook_sheet *s = &b.sheet[0];
		assert_string_equal(s->name, "表");
		assert_string_equal(s->hidden_columns, "AB");
		assert_int_equal(s->n_hidden_rows, 1);
		assert_int_equal(s->hidden_row[0], 5);
		assert_int_equal(s->grid.n_rows, 2);
		assert_int_equal(s->grid.row[1].number, 7);
		assert_string_equal(csv_cell(&s->grid, 0, 1), "甲");
		assert_null(csv_unread(&s->grid, 0, 1));
		assert_string_equal(csv_unread(&s->grid, 0, 2)->code, "sheet.not_calculated");
		assert_string_equal(csv_unread(&s->grid, 0, 2)->at, "AC2");
		assert_int_equal(s->n_doubts, 1);
		assert_string_equal(s->doubt[0].at, "A7");
		assert_int_equal(s->n_merges, 1);
		assert_int_equal(s->merge[0].last_row, 7);
		workbook_answer_done(&a);
		workbook_file_done(&b);
	}
	free(text);
}

static void what_is_no_answer_is_refused(void **state)
{
	static const struct {
		struct answer head;
		const char *text;
		int want;
	} rows[] = {
	    {{.kind = 0}, "", -EPROTO},
	    {{.kind = ANSWER_KIND_MAX_}, "", -EPROTO},
	    {{.kind = ANSWER_ROW, .a = 1}, "", -EPROTO}, /* before any sheet */
	    {{.kind = ANSWER_CELL}, "", -EPROTO},
	    {{.kind = ANSWER_REFUSED}, "sheet.macro", 0},
	};
	static const struct {
		struct answer head;
		int want;
	} inside[] = {
	    {{.kind = ANSWER_CELL}, -EPROTO}, /* before any row */
	    {{.kind = ANSWER_MERGE, .a = 2, .b = 1}, -EPROTO},
	    {{.kind = ANSWER_ROW, .a = 0}, -EPROTO},
	    {{.kind = ANSWER_ROW, .a = 1}, 0},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows) + COUNT(inside); i++) {
		char *text = NULL;
		size_t size;
		struct workbook_file b = {};
		struct workbook_answer a = {.to = &b};
		FILE *out = open_memstream(&text, &size);
		bool in = i >= COUNT(rows);
		if (in)
			ANSWER_PUT(out, "表", .kind = ANSWER_SHEET);
		(void)answer_put(out, in ? &inside[i - COUNT(rows)].head : &rows[i].head,
				 in ? "" : rows[i].text);
		assert_int_equal(fclose(out), 0);
		assert_int_equal(workbook_answer_take(&a, BYTES(text, size)),
				 in ? inside[i - COUNT(rows)].want : rows[i].want);
		assert_string_equal(a.refused, in ? "" : a.frames.ended ? rows[i].text : "");
		workbook_answer_done(&a);
		workbook_file_done(&b);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_end_of_the_process_is_known),
	    cmocka_unit_test(a_program_that_is_not_there_is_said),
	    cmocka_unit_test_setup_teardown(it_can_write_no_file_and_open_none, ttemp_setup,
					    ttemp_teardown),
	    cmocka_unit_test(an_answer_becomes_grids),
	    cmocka_unit_test(what_is_no_answer_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
