/* Notices in the outbox: what becomes of the whole by its parts, how it is filed, and that nothing
 * is lost or believed wrongly across a crash. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/notify/limits.h"
#include "client/notify/outbox/message.h"
#include "client/notify/outbox/words.h"
#include "client/notify/transport/transport.h"
#include "lib/ttemp.h"
#include "proto/api.pb-c.h"
#include "proto/status.h"

static const struct outbox_times times = {.receipt_wait = 100, .kept = 1000};

static struct notify_outbox *open_outbox(const char *dir)
{
	struct notify_outbox *o = NULL;
	char *fault = NULL;
	int r = outbox_open(dir, false, &o, &fault);

	if (r)
		fail_msg("%s", fault ? fault : strerror(-r));
	return o;
}

/* A notice with so many parts, valid from 10 to 500. */
static void add(struct notify_outbox *o, const char *key, size_t parts)
{
	Outbox__Message *m = malloc(sizeof *m);

	outbox__message__init(m);
	assert_true(row_text(&m->key, key));
	m->not_before_at = 10;
	m->valid_until_at = 500;
	if (parts)
		assert_int_equal(message_parts(m, parts, 1), 0);
	assert_int_equal(message_put(o, m, &times, 1), 0);
	message_free(m);
}

static Outbox__Message *get(struct notify_outbox *o, const char *key)
{
	Outbox__Message *m;

	assert_int_equal(message_get(o, key, &m), 0);
	assert_non_null(m);
	return m;
}

static usec_t filed(struct notify_outbox *o, enum outbox_table table)
{
	struct outbox_key key;
	const char *rest;

	assert_int_equal(outbox_next(o, table, BYTES(NULL, 0), &key), 0);
	return key.size ? outbox_time_of(&key, &rest) : 0;
}

/* ---- what becomes of the whole */

static void the_whole_is_what_its_parts_are(void **state)
{
	static const struct {
		Outbox__PartState part[2];
		unsigned result;
		bool ended;
	} rows[] = {
	    {{PART_IS(QUEUED), PART_IS(QUEUED)}, 0, false},
	    {{PART_IS(SENDING), PART_IS(SUBMITTED)}, 0, false},
	    {{PART_IS(SUBMITTED), PART_IS(SUBMITTED)}, NOTICE_GOT(ACCEPTED), false},
	    {{PART_IS(DELIVERED), PART_IS(SUBMITTED)}, NOTICE_GOT(ACCEPTED), false},
	    {{PART_IS(DELIVERED), PART_IS(DELIVERED)}, NOTICE_GOT(DELIVERED), true},
	    {{PART_IS(DELIVERED), PART_IS(FAILED)}, NOTICE_GOT(FAILED), true},
	    {{PART_IS(FAILED), PART_IS(QUEUED)}, NOTICE_GOT(FAILED), true},
	    {{PART_IS(FAILED), PART_IS(SUBMITTED)}, NOTICE_GOT(FAILED), false},
	    {{PART_IS(EXPIRED), PART_IS(EXPIRED)}, NOTICE_GOT(EXPIRED), true},
	    {{PART_IS(UNKNOWN), PART_IS(DELIVERED)}, NOTICE_GOT(ACCEPTED), true},
	    {{PART_IS(UNKNOWN), PART_IS(UNKNOWN)}, 0, true},
	    {{PART_IS(UNKNOWN), PART_IS(EXPIRED)}, 0, true},
	};
	struct notify_outbox *o = open_outbox(*state);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char key[16];

		(void)snprintf(key, sizeof key, "k%zu", i);
		add(o, key, 2);
		Outbox__Message *m = get(o, key);
		for (int k = 0; k < 2; k++)
			part_set(m->part[k], rows[i].part[k], 5);
		assert_int_equal(message_put(o, m, &times, 7), 0);
		print_message("row %zu\n", i);
		assert_int_equal(m->result, rows[i].result);
		assert_int_equal(m->ended_at, rows[i].ended ? 7 : 0);
		assert_int_equal(m->reporting, rows[i].result != 0);
		assert_int_equal(m->report_id.len, m->reporting ? 16 : 0);
		message_free(m);
	}
	o = outbox_close(o);
}

/* 8 then 1, 1 then 8, 2 before and after 1; twice. */
static void receipts_are_a_set(void **state)
{
	static const struct {
		unsigned kind[3];
		Outbox__PartState after;
	} rows[] = {
	    {{RECEIPT_BUFFERED}, PART_IS(SUBMITTED)},
	    {{RECEIPT_BUFFERED, RECEIPT_DELIVERED}, PART_IS(DELIVERED)},
	    {{RECEIPT_DELIVERED, RECEIPT_BUFFERED}, PART_IS(DELIVERED)},
	    {{RECEIPT_DELIVERED, RECEIPT_DELIVERED}, PART_IS(DELIVERED)},
	    {{RECEIPT_DELIVERED, RECEIPT_FAILED}, PART_IS(FAILED)},
	    {{RECEIPT_FAILED, RECEIPT_DELIVERED, RECEIPT_BUFFERED}, PART_IS(FAILED)},
	};
	static const Outbox__PartState before[] = {PART_IS(SENDING), PART_IS(SUBMITTED),
						   PART_IS(QUEUED)};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t k = 0; k < 3; k++) {
			Outbox__Part p = OUTBOX__PART__INIT;

			p.state = before[k];
			for (size_t n = 0; n < 3 && rows[i].kind[n]; n++)
				part_receipt(&p, rows[i].kind[n], 9);
			assert_int_equal(p.state, rows[i].after);
		}
	Outbox__Part unknown = OUTBOX__PART__INIT;
	unknown.state = PART_IS(UNKNOWN);
	part_receipt(&unknown, RECEIPT_BUFFERED, 9);
	assert_int_equal(unknown.state, PART_IS(UNKNOWN));
	part_receipt(&unknown, RECEIPT_DELIVERED, 9);
	assert_int_equal(unknown.state, PART_IS(DELIVERED));
}

/* ---- filing */

static void a_notice_is_filed_by_what_it_waits_for(void **state)
{
	struct notify_outbox *o = open_outbox(*state);

	add(o, "a", 0);
	assert_int_equal(filed(o, OUTBOX_SEND), 10);
	assert_int_equal(filed(o, OUTBOX_DUE), 500);
	assert_int_equal(outbox_book(o)->waiting, 1);

	Outbox__Message *m = get(o, "a");
	assert_int_equal(message_parts(m, 2, 20), 0);
	m->part[1]->next_at = 40;
	part_set(m->part[0], PART_IS(SUBMITTED), 30);
	assert_int_equal(message_put(o, m, &times, 30), 0);
	assert_int_equal(filed(o, OUTBOX_SEND), 40);
	assert_int_equal(filed(o, OUTBOX_DUE), 130); /* the first receipt */
	assert_int_equal(outbox_book(o)->waiting, 0);
	assert_int_equal(outbox_book(o)->state[PART_IS(SUBMITTED)], 1);

	part_set(m->part[0], PART_IS(DELIVERED), 50);
	part_set(m->part[1], PART_IS(DELIVERED), 50);
	assert_int_equal(message_put(o, m, &times, 50), 0);
	assert_int_equal(filed(o, OUTBOX_SEND), 0);
	assert_int_equal(filed(o, OUTBOX_DUE), 1050);
	assert_int_equal(outbox_book(o)->delivered, 1);
	assert_int_equal(outbox_book(o)->state[PART_IS(SUBMITTED)], 0);

	struct outbox_key key;
	assert_int_equal(outbox_next(o, OUTBOX_REPORT, BYTES(NULL, 0), &key), 0);
	assert_int_equal(key.size, 1);
	m->told = m->result;
	assert_int_equal(message_put(o, m, &times, 51), 0);
	assert_int_equal(outbox_next(o, OUTBOX_REPORT, BYTES(NULL, 0), &key), 0);
	assert_int_equal(key.size, 0);

	assert_int_equal(message_delete(o, m), 0);
	for (int t = OUTBOX_MESSAGE; t < OUTBOX_TABLES; t++) {
		assert_int_equal(outbox_next(o, (enum outbox_table)t, BYTES(NULL, 0), &key), 0);
		assert_int_equal(key.size, 0);
	}
	message_free(m);
	o = outbox_close(o);
}

static void a_simulated_clock_shifts_what_is_the_daemons(void **state)
{
	const struct outbox_times ahead = {.ahead = -1000, .receipt_wait = 100, .kept = 1000};
	struct notify_outbox *o = open_outbox(*state);

	add(o, "a", 0);
	Outbox__Message *m = get(o, "a");
	assert_int_equal(message_put(o, m, &ahead, 1), 0);
	assert_int_equal(filed(o, OUTBOX_SEND), 1010);
	assert_int_equal(filed(o, OUTBOX_DUE), 1500);
	message_free(m);
	o = outbox_close(o);
}

static void a_ref_leads_to_its_part(void **state)
{
	struct notify_outbox *o = open_outbox(*state);
	Outbox__Message *m, *found;
	size_t part;

	add(o, "5c1e9a07-20200518083000-12", 3);
	m = get(o, "5c1e9a07-20200518083000-12");
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(strlen(m->part[i]->ref), MESSAGE_REF_BYTES - 1);
		assert_int_equal(message_by_ref(o, m->part[i]->ref, &found, &part), 0);
		assert_string_equal(found->key, m->key);
		assert_int_equal(part, i);
		message_free(found);
	}
	assert_int_equal(message_by_ref(o, "ffffffffffffffffffff", &found, &part), 0);
	assert_null(found);
	message_free(m);
	o = outbox_close(o);
}

/* ---- the store */

static void only_what_is_committed_stays(void **state)
{
	struct notify_outbox *o = open_outbox(*state);
	Outbox__Message *m;

	add(o, "a", 1);
	assert_int_equal(outbox_commit(o), 0);
	assert_false(outbox_dirty(o));
	add(o, "b", 1);
	assert_true(outbox_dirty(o));
	o = outbox_close(o);
	o = open_outbox(*state);
	assert_int_equal(message_get(o, "b", &m), 0);
	assert_null(m);
	message_free(get(o, "a"));
	assert_int_equal(outbox_book(o)->state[PART_IS(QUEUED)], 1);
	o = outbox_close(o);
}

static void an_outbox_has_one_writer(void **state)
{
	struct notify_outbox *o = open_outbox(*state), *second;
	char *fault = NULL;

	assert_int_equal(outbox_open(*state, false, &second, &fault), STATUS_INVALID);
	assert_non_null(strstr(fault, "another duban-notify is using it"));
	free(fault);
	o = outbox_close(o);
	o = open_outbox(*state);
	o = outbox_close(o);
}

static void an_unknown_format_is_refused(void **state)
{
	struct notify_outbox *o = open_outbox(*state);
	char *fault = NULL;

	outbox_book(o)->format = OUTBOX_FORMAT + 1;
	outbox_touch(o);
	assert_int_equal(outbox_commit(o), 0);
	o = outbox_close(o);
	assert_int_equal(outbox_open(*state, false, &o, &fault), STATUS_INVALID);
	assert_non_null(strstr(fault, "has format 2, this program reads 1"));
	free(fault);
}

static void a_row_under_another_key_or_a_changed_one_is_damage(void **state)
{
	struct notify_outbox *o = open_outbox(*state);
	uint8_t copy[OUTBOX_ROW_MAX];
	struct bytes row;
	Outbox__Message *m;

	add(o, "a", 1);
	assert_int_equal(outbox_get(o, OUTBOX_MESSAGE, BYTES_STR("a"), &row), 0);
	memcpy(copy, row.data, row.size);
	row.data = copy;
	assert_int_equal(outbox_put(o, OUTBOX_MESSAGE, BYTES_STR("b"), row), 0);
	assert_int_equal(message_get(o, "b", &m), -EBADMSG);
	copy[3] ^= 1;
	assert_int_equal(outbox_put(o, OUTBOX_MESSAGE, BYTES_STR("a"), row), 0);
	assert_int_equal(message_get(o, "a", &m), -EBADMSG);
	o = outbox_close(o);
}

static void a_folder_without_an_outbox_is_told(void **state)
{
	struct notify_outbox *o;
	char *fault = NULL;

	assert_int_equal(outbox_open(*state, true, &o, &fault), STATUS_INVALID);
	assert_non_null(strstr(fault, "the outbox "));
	free(fault);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, ttemp_setup, ttemp_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_FOLDER(the_whole_is_what_its_parts_are),
	    cmocka_unit_test(receipts_are_a_set),
	    IN_FOLDER(a_notice_is_filed_by_what_it_waits_for),
	    IN_FOLDER(a_simulated_clock_shifts_what_is_the_daemons),
	    IN_FOLDER(a_ref_leads_to_its_part),
	    IN_FOLDER(only_what_is_committed_stays),
	    IN_FOLDER(an_outbox_has_one_writer),
	    IN_FOLDER(an_unknown_format_is_refused),
	    IN_FOLDER(a_row_under_another_key_or_a_changed_one_is_damage),
	    IN_FOLDER(a_folder_without_an_outbox_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
