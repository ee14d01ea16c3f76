#include "lib/notice/notices.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "lib/rights/body.h"
#include "proto/limits.h"
#include "proto/wire_name.h"

static const struct body_word no_words[] = {{NULL, NULL}};

void notices_city(struct world *w)
{
	world_city(w);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE,
		     "id,name,unit,post,phone\n"
		     "wang,王五,east,科长,13800000001\n"
		     "chen,陈七,east,科员,13800000002\n"
		     "li,赵六,west,局长,13800000003\n");
}

void notices_chain(struct world *w, const char *rows)
{
	char csv[4096];

	(void)snprintf(csv, sizeof csv,
		       "project,no,name,class,unit,leader,person,after,limit,chain_start\n%s",
		       rows);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS, csv);
}

/* world_ask() empties the world's arena. */
Duban__Reply *notices_ask(struct world *w, const char *request, const char *body)
{
	_cleanup_(arena_freep) struct arena *a = NULL;

	assert_int_equal(arena_new(&a, WIRE_ARENA_MAX), 0);
	return world_ok(w, body_request(a, request, body, no_words));
}

Duban__Reply *notices_try(struct world *w, const char *request, const char *body)
{
	_cleanup_(arena_freep) struct arena *a = NULL;

	assert_int_equal(arena_new(&a, WIRE_ARENA_MAX), 0);
	return world_ask(w, body_request(a, request, body, no_words));
}

void notices_refused(struct world *w, const char *request, const char *body, int status,
		     const char *code)
{
	_cleanup_(arena_freep) struct arena *a = NULL;

	assert_int_equal(arena_new(&a, WIRE_ARENA_MAX), 0);
	world_refused(w, body_request(a, request, body, no_words), status, code);
}

void notices_param(struct world *w, const char *key, const char *value)
{
	char body[256];

	(void)snprintf(body, sizeof body, "key=%s scope=default value=%s", key, value);
	notices_ask(w, "param_set", body);
}

const Duban__NoticeRow *notices_row(struct world *w, const char *person, const char *rule)
{
	char body[64];
	const Duban__NoticeListReply *b;

	(void)snprintf(body, sizeof body, "person=%s", person);
	b = notices_ask(w, "notice_list", body)->notice_list;
	for (size_t i = 0; i < b->n_notice; i++)
		if (strncmp(b->notice[i]->subject, rule, strlen(rule)) == 0)
			return b->notice[i];
	return NULL;
}

void notices_receipt(struct world *w, const char *person, const char *rule, const char *result)
{
	const Duban__NoticeRow *row = notices_row(w, person, rule);
	char body[256];

	assert_non_null(row);
	(void)snprintf(body, sizeof body, "key=%s result=%s channel=sms", row->id, result);
	notices_ask(w, "notice_receipt", body);
}

void notices_ledger(struct world *w, const char *filter, const char *lines)
{
	const Duban__NoticeListReply *b = notices_ask(w, "notice_list", filter)->notice_list;
	char text[4096] = "";
	size_t n = 0;

	for (size_t i = 0; i < b->n_notice; i++) {
		const Duban__NoticeRow *r = b->notice[i];
		int rule = *r->subject ? (int)strcspn(r->subject, "-") : 0;

		n += (size_t)snprintf(
		    text + n, sizeof text - n, "%s %.*s %s %s\n", r->to, rule, r->subject, r->state,
		    wire_enum_name(&duban__notice_result__descriptor, (int)r->result));
		assert_true(n < sizeof text);
	}
	assert_string_equal(text, lines);
}
