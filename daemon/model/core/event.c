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
	case DUBAN__EVENT__BODY_WARNING_CLEARED:
		return (int)e->warning_cleared->level;
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
	case DUBAN__EVENT__BODY_WARNING_CLEARED:
		return e->warning_cleared->rule;
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
	case DUBAN__EVENT__BODY_WARNING_CLEARED:
		return e->warning_cleared->occurrence;
	default:
		return 0;
	}
}

bool event_is_pending(const Duban__Event *e)
{
	return e->body_case == DUBAN__EVENT__BODY_PENDING_MADE ||
	       e->body_case == DUBAN__EVENT__BODY_PENDING_DECIDED;
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
