#include "lib/any/any_matter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/any/any.h"
#include "lib/world/world.h"
#include "model/collection/state.h"
#include "model/core/noun.h"
#include "model/core/record.h"
#include "model/duty/duty.h"
#include "model/duty/state.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/order/order.h"
#include "model/order/state.h"
#include "model/problem/state.h"
#include "model/project/project.h"
#include "model/proposal/proposal.h"
#include "model/publication/publication.h"
#include "model/publication/state.h"
#include "model/ranking/line_check.h"
#include "model/score/score.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "proto/wire.h"
#include "store/db/scan.h"

/* ---- what names a matter, if none of its fields is that */

static char *duty_name(struct any *y, const void *m)
{
	Duban__DutyRef ref = duty_ref(m);

	return duty_id(engine_txn(y->w->engine), y->arena, &ref);
}

static char *lamp_name(struct any *y, const void *m)
{
	const Duban__Warning *w = m;
	char id[WARNING_ID_MAX];

	return arena_str(y->arena, warning_id_print(id, w->subject, w->rule, w->occurrence));
}

static char *proposal_name_of(struct any *y, const void *m)
{
	struct proposal_name n = proposal_name(m);

	return proposal_id(y->arena, &n);
}

static char *told_person(struct any *y, const void *m)
{
	const Duban__Person *p =
	    person_get(engine_txn(y->w->engine), y->arena, ((const Duban__Notice *)m)->person);

	return p ? p->id : NULL;
}

static char *item_project(struct any *y, const void *m)
{
	const Duban__Project *p = project_get(engine_txn(y->w->engine), y->arena,
					      ((const Duban__Adjustment *)m)->project);

	return p ? p->code : NULL;
}

static char *publication_id(struct any *y, const void *m)
{
	const Duban__Publication *p = m;

	return arena_printf(y->arena, "%u-%u", p->year, p->number);
}

static char *unit_id(struct any *y, uint32_t num)
{
	const Duban__Unit *u = unit_get(engine_txn(y->w->engine), y->arena, num);

	return u ? u->id : NULL;
}

static char *line_unit(struct any *y, const void *m)
{
	return unit_id(y, ((const Duban__LineCheck *)m)->unit);
}

static char *appeal_unit(struct any *y, const void *m)
{
	return unit_id(y, ((const Duban__ScoreAppeal *)m)->unit);
}

/* ---- in which state a request does something to it */

static bool order_can(const void *m, int move)
{
	const Duban__Order *o = m;

	return move ? order_next((int)o->state, (enum order_move)move) != 0
		    : order_is_open((int)o->state);
}

static bool problem_can(const void *m, int act)
{
	const Duban__ProblemCase *p = m;

	return act ? problem_next((int)p->state, (Duban__ProblemAct)act) != 0
		   : problem_runs((int)p->state);
}

static bool duty_can(const void *m, int move)
{
	return duty_next((int)((const Duban__Duty *)m)->state, (enum duty_move)move) != 0;
}

static bool meeting_can(const void *m, int state)
{
	return (int)((const Duban__Meeting *)m)->state == state;
}

static bool proposal_can(const void *m, int state)
{
	return (int)((const Duban__Proposal *)m)->state == state;
}

static bool item_can(const void *m, int state)
{
	return (int)((const Duban__Adjustment *)m)->state == state;
}

static bool list_can(const void *m, int elsewhere)
{
	return ((const Duban__List *)m)->elsewhere == elsewhere;
}

static bool collection_can(const void *m, int move)
{
	return collection_next((int)((const Duban__Collection *)m)->state,
			       (enum collection_move)move) != 0;
}

static bool pending_can(const void *m, int state)
{
	return (int)((const Duban__Pending *)m)->state == state;
}

static bool publication_can(const void *m, int move)
{
	return publication_next(((const Duban__Publication *)m)->state,
				(enum publication_move)move) != 0;
}

static bool line_can(const void *m, int state)
{
	return (int)((const Duban__LineCheck *)m)->state == state;
}

static bool year_can(const void *m, int state)
{
	return (int)((const Duban__ScoreYear *)m)->state == state;
}

static bool appeal_can(const void *m, int state)
{
	return (int)((const Duban__ScoreAppeal *)m)->state == state;
}

enum { LAMP_ANSWER, LAMP_CLEAR, LAMP_REOPEN };

static bool lamp_can(const void *m, int deed)
{
	const Duban__Warning *w = m;

	if (deed == LAMP_REOPEN)
		return w->state != WARNING_STATE(OPEN) && w->level >= LEVEL(YELLOW) &&
		       warning_by_deed(w);
	/* by hand only what a person lit again is cleared */
	return w->state == WARNING_STATE(OPEN) && (deed != LAMP_CLEAR || w->by_person);
}

static const struct can {
	const char *request;
	bool (*can)(const void *m, int how);
	int how;
} cans[] = {
    {"order_sign", order_can, ORDER_MOVE_SIGN},
    {"order_work", order_can, ORDER_MOVE_WORK},
    {"order_answer", order_can, ORDER_MOVE_ANSWER},
    {"order_accept", order_can, ORDER_MOVE_ACCEPT},
    {"order_return", order_can, ORDER_MOVE_RETURN},
    {"order_reassign", order_can, ORDER_MOVE_REASSIGN},
    {"order_withdraw", order_can, ORDER_MOVE_WITHDRAW},
    {"order_extend", order_can, 0},
    {"problem_accept", problem_can, PROBLEM_ACT(ACCEPT)},
    {"problem_assign", problem_can, PROBLEM_ACT(ASSIGN)},
    {"problem_sign", problem_can, PROBLEM_ACT(SIGN)},
    {"problem_work", problem_can, PROBLEM_ACT(WORK)},
    {"problem_answer", problem_can, PROBLEM_ACT(ANSWER)},
    {"problem_clear", problem_can, PROBLEM_ACT(CLEAR)},
    {"problem_return", problem_can, PROBLEM_ACT(RETURN)},
    {"problem_reopen", problem_can, PROBLEM_ACT(REOPEN)},
    {"problem_move", problem_can, PROBLEM_ACT(MOVE)},
    {"problem_withdraw", problem_can, PROBLEM_ACT(WITHDRAW)},
    {"problem_reassign", problem_can, 0},
    {"problem_extend", problem_can, 0},
    {"list_join", list_can, false},
    {"list_leave", list_can, false},
    {"list_apply", list_can, true},
    {"duty_done", duty_can, DUTY_MOVE_DO},
    {"duty_waive", duty_can, DUTY_MOVE_WAIVE},
    {"meeting_hold", meeting_can, DUBAN__MEETING_STATE__MEETING_STATE_PLANNED},
    {"meeting_decide", meeting_can, DUBAN__MEETING_STATE__MEETING_STATE_HELD},
    {"proposal_accept", proposal_can, DUBAN__PROPOSAL_STATE__PROPOSAL_STATE_OPEN},
    {"proposal_refuse", proposal_can, DUBAN__PROPOSAL_STATE__PROPOSAL_STATE_OPEN},
    {"adjustment_approve", item_can, DUBAN__ADJUSTMENT_STATE__ADJUSTMENT_STATE_PROPOSED},
    {"adjustment_refuse", item_can, DUBAN__ADJUSTMENT_STATE__ADJUSTMENT_STATE_PROPOSED},
    {"warning_ack", lamp_can, LAMP_ANSWER},
    {"warning_answer", lamp_can, LAMP_ANSWER},
    {"warning_clear", lamp_can, LAMP_CLEAR},
    {"warning_reopen", lamp_can, LAMP_REOPEN},
    {"brief_edit", publication_can, PUBLICATION_MOVE_REVIEW},
    {"brief_review", publication_can, PUBLICATION_MOVE_DROP},
    {"brief_issue", publication_can, PUBLICATION_MOVE_ISSUE},
    {"brief_drop", publication_can, PUBLICATION_MOVE_DROP},
    {"bulletin_edit", publication_can, PUBLICATION_MOVE_REVIEW},
    {"bulletin_review", publication_can, PUBLICATION_MOVE_DROP},
    {"bulletin_issue", publication_can, PUBLICATION_MOVE_ISSUE},
    {"bulletin_drop", publication_can, PUBLICATION_MOVE_DROP},
    {"collection_freeze", collection_can, COLLECTION_MOVE_FREEZE},
    {"collection_match", collection_can, COLLECTION_MOVE_MATCH},
    {"collection_approve", collection_can, COLLECTION_MOVE_APPROVE},
    {"confirm", pending_can, PENDING_STATE(WAITING)},
    {"confirm_refuse", pending_can, PENDING_STATE(WAITING)},
    {"close_answer", line_can, LINE_CHECK(OBJECTED)},
    {"score_appeal", year_can, SCORE_STATE(CONSULTED)},
    {"score_freeze", year_can, SCORE_STATE(CONSULTED)},
    {"score_export", year_can, SCORE_STATE(FROZEN)},
    {"score_decide", appeal_can, DUBAN__APPEAL_STATE__APPEAL_STATE_OPEN},
};

/* ---- which fields name which matter */

static const struct matter_field {
	const char *request; /* its name begins so; the first row counts */
	const char *field;
	enum table table;
	const ProtobufCMessageDescriptor *noun;
	const char *from;				/* field of the noun; NULL: */
	char *(*name)(struct any *y, const void *noun); /* made of several */
} matter_fields[] = {
    {"order_issue", "number", .table = TABLE_MAX_},
    {"order_", "number", TABLE_order, &duban__order__descriptor, .from = "number"},
    {"problem_raise", "id", .table = TABLE_MAX_},
    {"problem_", "id", TABLE_problem, &duban__problem_case__descriptor, .from = "id"},
    {"duty_", "id", TABLE_duty, &duban__duty__descriptor, .name = duty_name},
    {"meeting_", "series", TABLE_meeting, &duban__meeting__descriptor, .from = "series"},
    {"meeting_", "number", TABLE_meeting, &duban__meeting__descriptor, .from = "number"},
    {"talk_", "number", TABLE_talk, &duban__talk__descriptor, .from = "number"},
    {"series_", "name", TABLE_order_series, &duban__order_series__descriptor, .from = "name"},
    {"supervision_", "id", TABLE_supervision, &duban__supervision__descriptor, .from = "id"},
    {"campaign_", "id", TABLE_campaign, &duban__campaign__descriptor, .from = "id"},
    {"person_", "person", TABLE_person, &duban__person__descriptor, .from = "id"},
    {"person_", "old_person", TABLE_person, &duban__person__descriptor, .from = "id"},
    {"list_", "list", TABLE_list, &duban__list__descriptor, .from = "name"},
    {"gathering_", "id", TABLE_gathering, &duban__gathering__descriptor, .from = "id"},
    {"exemption_", "exemption", TABLE_exemption, &duban__exemption__descriptor, .from = "id"},
    {"proposal_", "id", TABLE_proposal, &duban__proposal__descriptor, .name = proposal_name_of},
    {"adjustment_propose", "list", .table = TABLE_MAX_},
    {"adjustment_propose", "period", .table = TABLE_MAX_},
    {"adjustment_", "list", TABLE_adjustment, &duban__adjustment__descriptor, .from = "list"},
    {"adjustment_", "period", TABLE_adjustment, &duban__adjustment__descriptor, .from = "period"},
    {"adjustment_", "project", TABLE_adjustment, &duban__adjustment__descriptor,
     .name = item_project},
    {"warning_", "id", TABLE_warning, &duban__warning__descriptor, .name = lamp_name},
    {"escalation_", "id", TABLE_warning, &duban__warning__descriptor, .name = lamp_name},
    {"notice_list", "subject", TABLE_warning, &duban__warning__descriptor, .name = lamp_name},
    {"notice_reply", "person", TABLE_notice, &duban__notice__descriptor, .name = told_person},
    {"notice_", "key", TABLE_notice, &duban__notice__descriptor, .from = "key"},
    {"collection_open", "year", .table = TABLE_MAX_},
    {"collection_", "year", TABLE_collection, &duban__collection__descriptor, .from = "year"},
    {"confirm", "pending", TABLE_pending, &duban__pending__descriptor, .from = "num"},
    {"brief_draft", "series", .table = TABLE_MAX_},
    {"brief_", "series", TABLE_publication, &duban__publication__descriptor, .from = "series"},
    {"brief_", "id", TABLE_publication, &duban__publication__descriptor, .name = publication_id},
    {"bulletin_draft", "series", .table = TABLE_MAX_},
    {"bulletin_", "series", TABLE_publication, &duban__publication__descriptor, .from = "series"},
    {"bulletin_", "id", TABLE_publication, &duban__publication__descriptor, .name = publication_id},
    {"close_answer", "list", TABLE_line_check, &duban__line_check__descriptor, .from = "list"},
    {"close_answer", "month", TABLE_line_check, &duban__line_check__descriptor, .from = "month"},
    {"close_answer", "unit", TABLE_line_check, &duban__line_check__descriptor, .name = line_unit},
    {"ranking_prove", "list", TABLE_ranking, &duban__ranking__descriptor, .from = "list"},
    {"ranking_prove", "board", TABLE_ranking, &duban__ranking__descriptor, .from = "board"},
    {"ranking_prove", "month", TABLE_ranking, &duban__ranking__descriptor, .from = "month"},
    {"score_decide", "year", TABLE_score_appeal, &duban__score_appeal__descriptor, .from = "year"},
    {"score_decide", "item", TABLE_score_appeal, &duban__score_appeal__descriptor, .from = "item"},
    {"score_decide", "unit", TABLE_score_appeal, &duban__score_appeal__descriptor,
     .name = appeal_unit},
    {"score_consult", "year", .table = TABLE_MAX_},
    {"score_", "year", TABLE_score_year, &duban__score_year__descriptor, .from = "year"},
};

static const struct matter_field *matter_field_of(const struct any *y, const char *field)
{
	for (const struct matter_field *s = matter_fields;
	     s < matter_fields + sizeof matter_fields / sizeof *matter_fields; s++)
		if (strncmp(y->request, s->request, strlen(s->request)) == 0 &&
		    strcmp(field, s->field) == 0)
			return s->noun ? s : NULL;
	return NULL;
}

static bool can(const struct any *y, const void *m)
{
	for (size_t i = 0; i < sizeof cans / sizeof *cans; i++)
		if (strcmp(cans[i].request, y->request) == 0)
			return cans[i].can(m, cans[i].how);
	return true;
}

/* Each row that will do has the same chance; if none will, each row has. */
static ProtobufCMessage *chosen(struct any *y, enum table table,
				const ProtobufCMessageDescriptor *d, bool will_do)
{
	struct txn *t = engine_txn(y->w->engine);
	struct scan s = scan_start(t, table, BYTES("", 0));
	ProtobufCMessage *found = NULL;
	uint32_t n[2] = {0, 0};

	while (scan_next(&s)) {
		ProtobufCMessage *m = record_unpack(t, s.value, d, y->arena);
		bool fits = m && will_do && can(y, m);

		if (m && (fits || !n[1]) && any_pick(y, ++n[fits]) == 0)
			found = m;
	}
	return found;
}

static const ProtobufCMessage *matter(struct any *y, const struct matter_field *s)
{
	if (y->matter_of != s->noun) {
		y->matter = chosen(y, s->table, s->noun, !any_chance(y, y->mad));
		y->matter_of = s->noun;
	}
	return y->matter;
}

bool any_matter_field(struct any *y, const ProtobufCFieldDescriptor *f, void *at)
{
	const struct matter_field *s = y->request ? matter_field_of(y, f->name) : NULL;
	const ProtobufCMessage *m = s && !any_chance(y, y->mad) ? matter(y, s) : NULL;
	const ProtobufCFieldDescriptor *from;
	char *name;

	if (!m)
		return false;
	if (s->from) {
		from = protobuf_c_message_descriptor_get_field_by_name(s->noun, s->from);
		assert_non_null(from);
		memcpy(at, (const char *)m + from->offset, wire_value_size(from));
		return true;
	}
	name = s->name(y, m);
	if (name)
		*(char **)at = name;
	return name;
}

static uint32_t number_of(const struct any *y, const char *field)
{
	const ProtobufCFieldDescriptor *f =
	    y->matter
		? protobuf_c_message_descriptor_get_field_by_name(y->matter->descriptor, field)
		: NULL;

	if (!f || f->type != PROTOBUF_C_TYPE_UINT32 || f->label == PROTOBUF_C_LABEL_REPEATED)
		return 0;
	return *(const uint32_t *)((const char *)y->matter + f->offset);
}

uint32_t any_matter_unit(const struct any *y)
{
	return number_of(y, "unit");
}

uint32_t any_matter_project(const struct any *y)
{
	return number_of(y, "project");
}

bool any_matter_named(const struct any *y, const char *field)
{
	return y->request && matter_field_of(y, field);
}

char *any_record_part(struct any *y, const struct record *kind, const char *field)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(kind->noun, field);
	enum table table = noun_of(kind->kind)->table;
	ProtobufCMessage *m = table < TABLE_MAX_ ? chosen(y, table, kind->noun, false) : NULL;

	if (!m || !f || f->type != PROTOBUF_C_TYPE_STRING)
		return NULL;
	return *(char **)((char *)m + f->offset);
}

char *any_record_name(struct any *y, const struct record *kind)
{
	const char *names = kind->shown_key ? kind->shown_key : kind->key;

	return any_record_part(y, kind, noun_next_field(kind->noun, &names)->name);
}
