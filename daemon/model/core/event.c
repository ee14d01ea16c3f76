#include "model/core/event.h"

const char *event_kind_of(Duban__Event__BodyCase body)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field(&duban__event__descriptor, (unsigned)body);

	return f ? f->name : "";
}

const char *event_kind(const Duban__Event *e)
{
	return event_kind_of(e->body_case);
}

const void *event_body(const Duban__Event *e)
{
	/* All members of the oneof are message pointers in one union. */
	return e->body_case == DUBAN__EVENT__BODY__NOT_SET ? NULL : e->store_created;
}

void event_address(Duban__Event *e, const Duban__Event *as)
{
	e->project = as->project;
	e->project_unit = as->project_unit;
	e->turn_unit = as->turn_unit;
	e->internal = as->internal;
	e->reader = as->reader;
	e->n_reader = as->n_reader;
}

uint32_t event_sender(const Duban__Event *e)
{
	return e->confirmed ? e->confirmed->principal : e->principal;
}

int event_level(const Duban__Event *e)
{
	switch (e->body_case) {
	case DUBAN__EVENT__BODY_WARNING_RAISED:
		return e->warning_raised->warning ? (int)e->warning_raised->warning->level : 0;
	case DUBAN__EVENT__BODY_WARNING_REPEATED:
		return (int)e->warning_repeated->level;
	case DUBAN__EVENT__BODY_WARNING_ESCALATED:
		return (int)e->warning_escalated->level;
	case DUBAN__EVENT__BODY_WARNING_MOVED:
		return (int)e->warning_moved->level;
	case DUBAN__EVENT__BODY_WARNING_PASSED:
		return (int)e->warning_passed->level;
	case DUBAN__EVENT__BODY_WARNING_STEPPED:
		return (int)e->warning_stepped->level;
	case DUBAN__EVENT__BODY_WARNING_HELD:
		return (int)e->warning_held->level;
	case DUBAN__EVENT__BODY_WARNING_CLEARED:
		return (int)e->warning_cleared->level;
	case DUBAN__EVENT__BODY_WARNING_ACKED:
		return (int)e->warning_acked->level;
	case DUBAN__EVENT__BODY_WARNING_ANSWERED:
		return (int)e->warning_answered->level;
	case DUBAN__EVENT__BODY_WARNING_ROOTED:
		return (int)e->warning_rooted->level;
	case DUBAN__EVENT__BODY_WARNING_UPHELD:
		return (int)e->warning_upheld->level;
	case DUBAN__EVENT__BODY_WARNING_REOPENED:
		return e->warning_reopened->warning ? (int)e->warning_reopened->warning->level : 0;
	default:
		return 0;
	}
}

uint32_t event_rule(const Duban__Event *e)
{
	switch (e->body_case) {
	case DUBAN__EVENT__BODY_WARNING_RAISED:
		return e->warning_raised->warning ? e->warning_raised->warning->rule : 0;
	case DUBAN__EVENT__BODY_WARNING_REPEATED:
		return e->warning_repeated->rule;
	case DUBAN__EVENT__BODY_WARNING_ESCALATED:
		return e->warning_escalated->rule;
	case DUBAN__EVENT__BODY_WARNING_MOVED:
		return e->warning_moved->rule;
	case DUBAN__EVENT__BODY_WARNING_PASSED:
		return e->warning_passed->rule;
	case DUBAN__EVENT__BODY_WARNING_STEPPED:
		return e->warning_stepped->rule;
	case DUBAN__EVENT__BODY_WARNING_HELD:
		return e->warning_held->rule;
	case DUBAN__EVENT__BODY_WARNING_CLEARED:
		return e->warning_cleared->rule;
	case DUBAN__EVENT__BODY_WARNING_ACKED:
		return e->warning_acked->rule;
	case DUBAN__EVENT__BODY_WARNING_ANSWERED:
		return e->warning_answered->rule;
	case DUBAN__EVENT__BODY_WARNING_ROOTED:
		return e->warning_rooted->rule;
	case DUBAN__EVENT__BODY_WARNING_UPHELD:
		return e->warning_upheld->rule;
	case DUBAN__EVENT__BODY_WARNING_REOPENED:
		return e->warning_reopened->warning ? e->warning_reopened->warning->rule : 0;
	default:
		return 0;
	}
}

uint32_t event_occurrence(const Duban__Event *e)
{
	switch (e->body_case) {
	case DUBAN__EVENT__BODY_WARNING_RAISED:
		return e->warning_raised->warning ? e->warning_raised->warning->occurrence : 0;
	case DUBAN__EVENT__BODY_WARNING_REPEATED:
		return e->warning_repeated->occurrence;
	case DUBAN__EVENT__BODY_WARNING_ESCALATED:
		return e->warning_escalated->occurrence;
	case DUBAN__EVENT__BODY_WARNING_MOVED:
		return e->warning_moved->occurrence;
	case DUBAN__EVENT__BODY_WARNING_PASSED:
		return e->warning_passed->occurrence;
	case DUBAN__EVENT__BODY_WARNING_STEPPED:
		return e->warning_stepped->occurrence;
	case DUBAN__EVENT__BODY_WARNING_HELD:
		return e->warning_held->occurrence;
	case DUBAN__EVENT__BODY_WARNING_CLEARED:
		return e->warning_cleared->occurrence;
	case DUBAN__EVENT__BODY_WARNING_ACKED:
		return e->warning_acked->occurrence;
	case DUBAN__EVENT__BODY_WARNING_ANSWERED:
		return e->warning_answered->occurrence;
	case DUBAN__EVENT__BODY_WARNING_ROOTED:
		return e->warning_rooted->occurrence;
	case DUBAN__EVENT__BODY_WARNING_UPHELD:
		return e->warning_upheld->occurrence;
	case DUBAN__EVENT__BODY_WARNING_REOPENED:
		return e->warning_reopened->warning ? e->warning_reopened->warning->occurrence : 0;
	default:
		return 0;
	}
}

bool event_is_pending(const Duban__Event *e)
{
	return e->body_case == DUBAN__EVENT__BODY_PENDING_MADE ||
	       e->body_case == DUBAN__EVENT__BODY_PENDING_DECIDED;
}

bool event_is_notice(const Duban__Event *e)
{
	return e->body_case >= DUBAN__EVENT__BODY_NOTICE_BEGUN &&
	       e->body_case <= DUBAN__EVENT__BODY_NOTICE_REVIEWED;
}

bool event_by_changed_rules(const Duban__Event *e)
{
	const int changed = DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_RULE_CHANGED;

	switch (e->body_case) {
	case DUBAN__EVENT__BODY_WARNING_RAISED:
		return e->warning_raised->warning &&
		       (int)e->warning_raised->warning->raised_by == changed;
	case DUBAN__EVENT__BODY_WARNING_REPEATED:
		return (int)e->warning_repeated->changed_by == changed;
	case DUBAN__EVENT__BODY_WARNING_ESCALATED:
		return (int)e->warning_escalated->changed_by == changed;
	case DUBAN__EVENT__BODY_WARNING_MOVED:
		return (int)e->warning_moved->changed_by == changed;
	case DUBAN__EVENT__BODY_WARNING_CLEARED:
		return e->warning_cleared->cause == DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_RULE_CHANGED;
	case DUBAN__EVENT__BODY_RULES_CHANGED:
		return true;
	default:
		return false;
	}
}
