/* Receipts, and what a reply of a recipient becomes. */
#include <string.h>

#include "unit/notify/world.h"

/* ---- receipts */

static void receipt(struct world *w, const char *ref, enum receipt_kind kind)
{
	answers_receipt(&w->g, &(struct transport_receipt){
				   .ref = ref, .kind = kind, .detail = "DELIVRD", .call = w});
}

static void a_receipt_is_confirmed_only_when_it_is_stored(void **state)
{
	struct world *w = *state;

	notice_add(w, "a", HOUR, NULL);
	(void)world_run(w);
	receipt(w, w->ref[0], RECEIPT_DELIVERED); /* before the answer */
	assert_int_equal(w->confirmed, 0);
	assert_true(outbox_dirty(w->g.outbox));
	(void)world_run(w);
	assert_int_equal(w->confirmed, 1);
	world_answer(w, 0, SUBMIT_DOUBT, false);
	assert_int_equal(notice_result_of(w, "a"), NOTICE_GOT(DELIVERED));
	assert_int_equal(world_run(w), 1);
}

static void receipts_of_nobody_are_kept_and_counted(void **state)
{
	struct world *w = *state;
	ProtobufCMessage *row;

	receipt(w, "ffffffffffffffffffff", RECEIPT_DELIVERED);
	receipt(w, "ffffffffffffffffffff", RECEIPT_FAILED);
	receipt(w, "", RECEIPT_FAILED);
	receipt(w, "\xff\n very long and not ours at all, by no means", RECEIPT_FAILED);
	(void)world_run(w);
	assert_int_equal(w->confirmed, 4);
	assert_int_equal(outbox_book(w->g.outbox)->orphans, 4);
	assert_int_equal(outbox_book(w->g.outbox)->orphans_kept, 2);
	assert_int_equal(outbox_get_row(w->g.outbox, OUTBOX_ORPHAN,
					BYTES_STR("ffffffffffffffffffff"),
					&outbox__orphan__descriptor, &row),
			 0);
	assert_int_equal(((Outbox__Orphan *)row)->times, 2);
	assert_int_equal(((Outbox__Orphan *)row)->receipts, RECEIPT_DELIVERED | RECEIPT_FAILED);
	protobuf_c_message_free_unpacked(row, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_WORLD(a_receipt_is_confirmed_only_when_it_is_stored),
	    IN_WORLD(receipts_of_nobody_are_kept_and_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
