#include "bus/round/lamp_log.h"

#include "base/arena.h"
#include "base/log.h"
#include "bus/core/messages.h"
#include "engine/core/engine.h"
#include "engine/core/published.h"
#include "model/principal/principal.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "text/date.h"

enum { ARENA_BYTES = 1024 * 1024 };

struct lamp {
	const char *id, *what;
	uint32_t rule;
	int level;
	const Duban__Subject *subject;
};

/* Notes (LEVEL_NOTE) are not lamps. */
static bool is_lamp(const struct published *p)
{
	return p->level >= DUBAN__LEVEL__LEVEL_YELLOW &&
	       (p->body == DUBAN__EVENT__BODY_WARNING_RAISED ||
		p->body == DUBAN__EVENT__BODY_WARNING_REOPENED ||
		p->body == DUBAN__EVENT__BODY_WARNING_ESCALATED ||
		p->body == DUBAN__EVENT__BODY_WARNING_CLEARED);
}

static bool lamp_of(const Duban__Event *e, struct lamp *ret)
{
	switch (e->body_case) {
	case DUBAN__EVENT__BODY_WARNING_RAISED:
		*ret = (struct lamp){
		    MESSAGE_LAMP_LIT, "lit (亮灯)", e->warning_raised->warning->rule,
		    (int)e->warning_raised->warning->level, e->warning_raised->warning->subject};
		return true;
	case DUBAN__EVENT__BODY_WARNING_REOPENED:
		*ret = (struct lamp){MESSAGE_LAMP_LIT, "re-opened (反弹)",
				     e->warning_reopened->warning->rule,
				     (int)e->warning_reopened->warning->level,
				     e->warning_reopened->warning->subject};
		return true;
	case DUBAN__EVENT__BODY_WARNING_ESCALATED:
		*ret =
		    (struct lamp){MESSAGE_LAMP_LIT, "escalated (升级)", e->warning_escalated->rule,
				  (int)e->warning_escalated->level, e->warning_escalated->subject};
		return true;
	case DUBAN__EVENT__BODY_WARNING_CLEARED:
		*ret = (struct lamp){MESSAGE_LAMP_CLEARED,
				     e->warning_cleared->cause == CLEAR_CAUSE(CLOCK_REPAIRED)
					 ? "withdrawn (撤回)"
					 : "cleared (销号)",
				     e->warning_cleared->rule, (int)e->warning_cleared->level,
				     e->warning_cleared->subject};
		return true;
	default:
		return false;
	}
}

static char *lamp_text(struct arena *a, const struct lamp *l, const char *level, const char *code)
{
	const Duban__Subject *s = l->subject;

	if (!*s->kind)
		return arena_printf(a, "%s lamp %s: W%02u, %s link %u", level, l->what, l->rule,
				    code, s->link);
	return arena_printf(a, "%s lamp %s: W%02u, %s%s%s %u", level, l->what, l->rule, code,
			    *code ? " " : "", s->kind, s->number);
}

static void say(struct engine *e, struct arena *a, const Duban__Event *ev, const struct lamp *l)
{
	const Duban__Project *p = project_get(engine_txn(e), a, ev->project);
	const char *level = wire_enum_name(&duban__level__descriptor, l->level);
	const char *code = p ? p->code : "";
	char *rule = arena_printf(a, "W%02u", l->rule);
	char *link = arena_printf(a, "%u", l->subject->link);
	char *seq = arena_printf(a, "%llu", (unsigned long long)ev->seq);
	char *text = rule && link ? lamp_text(a, l, level, code) : NULL;

	if (text && seq)
		log_event(LOG_INFO, l->id, text, "DUBAN_PROJECT", code, "DUBAN_RULE", rule,
			  "DUBAN_LINK", link, "DUBAN_LEVEL", level, "DUBAN_SEQ", seq, NULL);
}

/* Unpacks the event to learn its rule and subject. Done only for the lamps that are named. */
static void name_lamp(struct engine *e, struct arena *a, const struct published *p)
{
	Duban__Event *ev;
	struct lamp l;

	arena_reset(a);
	ev = duban__event__unpack(arena_pb(a), p->event.size, p->event.data);
	if (ev && lamp_of(ev, &l))
		say(e, a, ev, &l);
}

/* A security officer's key that the admin socket ended: its holder may still object. */
static void say_ending(struct engine *e, struct arena *a, const Duban__PrincipalRevoked *b)
{
	const Duban__Principal *p = principal_get(engine_txn(e), a, b->num);
	char until[INSTANT_TEXT_MAX];
	char *text;

	if (!p || !b->ends_at)
		return;
	(void)instant_text(b->ends_at, engine_zone(e), until);
	text = arena_printf(a,
			    "the security officer's key %s was ended from the admin socket; it is "
			    "valid until %s",
			    p->name, until);
	if (text)
		log_event(LOG_WARNING, MESSAGE_OFFICER_ENDS, text, "DUBAN_WHO", p->name,
			  "DUBAN_UNTIL", until, NULL);
}

void officer_log(struct engine *e, const struct published *p)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	const Duban__Event *ev;

	if (arena_new(&a, ARENA_BYTES) < 0)
		return;
	ev = duban__event__unpack(arena_pb(a), p->event.size, p->event.data);
	if (ev)
		say_ending(e, a, ev->principal_revoked);
}

void lamp_log(struct engine *e)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	const struct published *list;
	size_t n = engine_published(e, &list), lamps = 0;
	char more[32];

	for (size_t i = 0; i < n; i++) {
		if (!is_lamp(&list[i]) || lamps++ >= LAMP_LOG_MAX)
			continue;
		if (!a && arena_new(&a, ARENA_BYTES) < 0)
			return;
		name_lamp(e, a, &list[i]);
	}
	if (lamps <= LAMP_LOG_MAX)
		return;
	(void)snprintf(more, sizeof more, "%zu", lamps - LAMP_LOG_MAX);
	log_event(LOG_INFO, MESSAGE_LAMPS_MORE, "more lamps changed than are listed here",
		  "DUBAN_COUNT", more, NULL);
}
