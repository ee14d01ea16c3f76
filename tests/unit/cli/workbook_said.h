/* A sheet in short form, for tests that compare it. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/import/csvfile.h"
#include "client/cli/workbook/columns/header.h"
#include "client/cli/workbook/end.h"
#include "client/cli/workbook/read.h"
#include "client/cli/workbook/workbook.h"
#include "text/money.h"
#include "text/room.h"

#define N(rows) (sizeof rows / sizeof(*(rows)))

/* A sheet in short form: "name unit stage total/plan start-finish;" for each project. */
struct said {
	char projects[1024], skipped[512], errors[512], checks[1024], unknown[256];
	uint32_t rows_read;
};

__attribute__((unused)) static void add(char *to, size_t size, const char *format, ...)
{
	size_t n = strlen(to);
	va_list ap;
	va_start(ap, format);
	(void)vsnprintf(to + n, size - n, format, ap);
	va_end(ap);
}

static void say_projects(const struct workbook *s, struct said *ret)
{
	for (size_t i = 0; i < s->n_projects; i++) {
		const struct workbook_project *p = &s->project[i];
		char yuan[TEXT_ROOM];
		if (p->twice)
			continue;
		add(ret->projects, sizeof ret->projects, "%s|", p->name);
		for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++)
			add(ret->projects, sizeof ret->projects, "%s|",
			    p->has[m] ? money_text(p->fen[m], yuan) : "");
		add(ret->projects, sizeof ret->projects, "%s|%s|%s%s;", p->unit, p->stage,
		    p->category, p->mark);
	}
}

static struct said say(struct workbook *s)
{
	struct said ret = {.rows_read = s->rows_read};
	assert_int_equal(workbook_end(s), 0);
	say_projects(s, &ret);
	for (size_t i = 0; i < s->skipped.n; i++)
		add(ret.skipped, sizeof ret.skipped, "%u:%s;", s->skipped.note[i].row,
		    s->skipped.note[i].code + strlen("sheet."));
	for (size_t i = 0; i < s->errors.n; i++)
		add(ret.errors, sizeof ret.errors, "%u:%s:%s;", s->errors.note[i].row,
		    s->errors.note[i].column, s->errors.note[i].code + strlen("sheet."));
	for (size_t i = 0; i < s->n_checks; i++) {
		const struct workbook_check *k = &s->check[i];
		char a[TEXT_ROOM], b[TEXT_ROOM];
		if (k->figure == WORKBOOK_COUNT)
			add(ret.checks, sizeof ret.checks, "%s %lld %lld%s;", k->group,
			    (long long)k->declared, (long long)k->found, k->ok ? "" : "!");
		else
			add(ret.checks, sizeof ret.checks, "%s %s %s%s;", k->group,
			    money_text(k->declared, a), money_text(k->found, b), k->ok ? "" : "!");
	}
	for (size_t i = 0; i < s->unknown.n; i++)
		add(ret.unknown, sizeof ret.unknown, "%s=%s;", s->unknown.note[i].column,
		    s->unknown.note[i].arg);
	return ret;
}

static void take(struct workbook *s, const char *text, const struct workbook_asked *asked,
		 const char *name)
{
	struct csvfile f = {};
	struct csvfault fault = {};
	assert_int_equal(csv_read(BYTES_STR(text), &f, &fault), 0);
	workbook_add(s, &f, asked, name);
	csv_done(&f);
}

__attribute__((unused)) static struct said read_one(const char *text,
						    const struct workbook_asked *asked)
{
	struct workbook s = {};
	take(&s, text, asked, "");
	struct said ret = say(&s);
	workbook_done(&s);
	return ret;
}

static const struct workbook_asked of_2024 = {.year = 2024, .unit = "万元"};
