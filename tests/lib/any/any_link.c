#include "lib/any/any_link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/any/any.h"
#include "lib/world/world.h"
#include "model/link/link.h"
#include "model/link/step.h"
#include "model/project/project.h"
#include "model/year/year.h"
#include "proto/enums.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/scan.h"

void any_link(struct any *y, Duban__LinkRef *l)
{
	struct txn *t = engine_txn(y->w->engine);
	struct scan s = scan_start(t, TABLE_link, BYTES("", 0));

	for (uint32_t n = 1 + any_pick(y, 30); n > 0 && scan_next(&s); n--) {
		struct key_reader r = {.rest = s.key, .ok = true};
		Duban__Project *p = project_get(t, y->arena, key_read_u32(&r));

		if (!p)
			continue;
		l->project = p->code;
		l->year = key_read_u32(&r);
		l->no = key_read_u32(&r);
	}
}

/* ---- links that can make a move */

static const struct {
	Duban__Request__BodyCase body;
	enum link_move move;
} moves[] = {
    {DUBAN__REQUEST__BODY_LINK_START, LINK_MOVE_START},
    {DUBAN__REQUEST__BODY_LINK_FINISH, LINK_MOVE_FINISH},
    {DUBAN__REQUEST__BODY_LINK_RETURN, LINK_MOVE_RETURN},
    {DUBAN__REQUEST__BODY_LINK_EXTEND, LINK_MOVE_EXTEND},
    {DUBAN__REQUEST__BODY_LINK_SUSPEND, LINK_MOVE_SUSPEND},
    {DUBAN__REQUEST__BODY_LINK_RESUME, LINK_MOVE_RESUME},
    {DUBAN__REQUEST__BODY_LINK_ACCEPT, LINK_MOVE_ACCEPT},
};

static bool can_move(const struct chain *c, size_t i, enum link_move move)
{
	const Duban__LinkProgress *p = c->progress[i];

	if (!link_next((int)p->state, move, p->started_date != 0))
		return false;
	if (move == LINK_MOVE_ACCEPT)
		return c->link[i]->service_unit && !p->accepted_date;
	return move != LINK_MOVE_RETURN || link_step(c->link[i]) == LINK_STEP(NONE);
}

void any_link_to(struct any *y, enum link_move move, Duban__LinkRef *l)
{
	struct txn *t = engine_txn(y->w->engine);
	struct scan s = scan_start(t, TABLE_chain, BYTES("", 0));
	uint32_t found = 0;

	while (scan_next(&s)) {
		struct key_reader r = {.rest = s.key, .ok = true};
		Duban__Project *p = project_get(t, y->arena, key_read_u32(&r));
		uint32_t year = key_read_u32(&r);
		struct chain c;

		if (!p || !project_active(p) || year_closed(t, y->arena, year))
			continue;
		assert_int_equal(chain_load(t, y->arena, p->num, year, &c), 0);
		for (size_t i = 0; i < c.n; i++) {
			/* each has the same chance */
			if (!can_move(&c, i, move) || any_pick(y, ++found))
				continue;
			l->project = p->code;
			l->year = year;
			l->no = c.link[i]->no;
		}
	}
}

/* Any link may have them, but only a step of its project may be finished with them. */
static void leave_out_step(Duban__LinkFinishRequest *b)
{
	b->document = b->exemption = (char *)(uintptr_t) "";
	b->has_percent = false;
	b->percent = 0;
}

void any_link_move(struct any *y, Duban__Request *q)
{
	/* all members of the oneof are message pointers in a union */
	ProtobufCMessage *body = (ProtobufCMessage *)q->link_start;
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(body->descriptor, "link");

	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (moves[i].body == q->body_case)
			any_link_to(y, moves[i].move,
				    *(Duban__LinkRef **)((char *)body + f->offset));
	if (q->body_case == DUBAN__REQUEST__BODY_LINK_FINISH && any_chance(y, 70))
		leave_out_step(q->link_finish);
	if (q->body_case == DUBAN__REQUEST__BODY_LINK_ACCEPT && !*q->link_accept->acceptance_no)
		q->link_accept->acceptance_no = any_text(y);
}
