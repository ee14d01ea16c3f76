#include "client/cli/watch/line.h"

#include <stdio.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/units.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/rows.h"
#include "duban.h"
#include "proto/enums.h"
#include "proto/event.pb-c.h"
#include "proto/warning_id.h"
#include "proto/wire.h"
#include "proto/wire_name.h"
#include "text/date.h"
#include "text/room.h"

int watch_line_json(struct cli *c, const struct duban_event *e, FILE *out)
{
	struct json j = {.out = out};
	ProtobufCMessage *body = NULL;
	int r = cli_names(c, e->project, &j.names);
	if (r != 0)
		return r;
	c->names.project_num = e->event->project;
	c->names.other = e->other;
	c->names.n_other = e->n_other;
	(void)wire_body(&e->event->base, &body);
	json_object(&j, NULL);
	json_uint(&j, "seq", e->seq);
	json_instant(&j, "at", e->at);
	json_text(&j, "kind", e->kind);
	json_text(&j, "level", e->level);
	json_text(&j, "unit", e->unit);
	json_text(&j, "project", e->project);
	json_message(&j, "data", body);
	json_field(&j, "on", &e->event->base, "on_date");
	json_field(&j, "principal", &e->event->base, "principal");
	if (e->event->confirmed)
		json_uint(&j, "confirmed_by", e->event->confirmed->principal);
	else
		json_null(&j, "confirmed_by");
	json_field(&j, "role", &e->event->base, "role");
	json_field(&j, "for_unit", &e->event->base, "for_unit");
	json_field(&j, "for_person", &e->event->base, "for_person");
	json_message(&j, "about", e->event->about ? &e->event->about->base : NULL);
	json_end_object(&j);
	(void)fputc('\n', out);
	return 0;
}

/* The parts of the id of the warning that the event is about, which the kinds of events keep in
 * different fields. False: it is about none. */
static bool warning_of(const Duban__Event *e, struct warning_id *ret)
{
	const Duban__Subject *s = NULL;
	uint32_t rule = 0, occurrence = 0;
#define PARTS(m)                                                                                   \
	do {                                                                                       \
		s = (m)->subject;                                                                  \
		rule = (m)->rule;                                                                  \
		occurrence = (m)->occurrence;                                                      \
	} while (0)
	if (e->body_case == DUBAN__EVENT__BODY_WARNING_RAISED && e->warning_raised->warning)
		PARTS(e->warning_raised->warning);
	else if (e->body_case == DUBAN__EVENT__BODY_WARNING_REPEATED)
		PARTS(e->warning_repeated);
	else if (e->body_case == DUBAN__EVENT__BODY_WARNING_ESCALATED)
		PARTS(e->warning_escalated);
	else if (e->body_case == DUBAN__EVENT__BODY_WARNING_MOVED)
		PARTS(e->warning_moved);
	else if (e->body_case == DUBAN__EVENT__BODY_WARNING_PASSED)
		PARTS(e->warning_passed);
	else if (e->body_case == DUBAN__EVENT__BODY_WARNING_CLEARED)
		PARTS(e->warning_cleared);
	else if (e->body_case == DUBAN__EVENT__BODY_WARNING_ACKED)
		PARTS(e->warning_acked);
	else if (e->body_case == DUBAN__EVENT__BODY_WARNING_ANSWERED)
		PARTS(e->warning_answered);
	else if (e->body_case == DUBAN__EVENT__BODY_WARNING_ROOTED)
		PARTS(e->warning_rooted);
	else if (e->body_case == DUBAN__EVENT__BODY_WARNING_UPHELD)
		PARTS(e->warning_upheld);
	else if (e->body_case == DUBAN__EVENT__BODY_WARNING_REOPENED &&
		 e->warning_reopened->warning)
		PARTS(e->warning_reopened->warning);
	else if (e->body_case == DUBAN__EVENT__BODY_WARNING_STEPPED)
		PARTS(e->warning_stepped);
	else if (e->body_case == DUBAN__EVENT__BODY_WARNING_HELD)
		PARTS(e->warning_held);
#undef PARTS
	if (!s)
		return false;
	*ret = (struct warning_id){.subject = *s, .rule = rule, .occurrence = occurrence};
	return true;
}

/* Names and deadline as they were when it happened. */
static void put_about(const Duban__Event *e, const Duban__Subject *s, FILE *out)
{
	const Duban__WarningAbout *a = e->about;
	char due[TEXT_ROOM];
	if (*a->project)
		(void)fprintf(out, "  %s %s", a->project, a->project_name);
	if (s->link)
		(void)fprintf(out, "  %u %s", s->link, a->link_name);
	else if (*s->kind)
		(void)fprintf(out, "  %s %u %s", message_term("subject", s->kind), s->number,
			      a->subject_name);
	(void)fprintf(out, "  %s %s", *a->unit_name ? a->unit_name : a->unit,
		      *a->person ? a->person : a->leader);
	if (a->turn != DUBAN__TURN__TURN_INVALID && a->turn != DUBAN__TURN__TURN_UNIT)
		(void)fprintf(out, "  %s %s", message("head.turn"),
			      *a->turn_unit ? a->turn_unit_name : message("turn.office"));
	(void)fprintf(out, "  %s %s", message("head.due"), ymd_text(a->due_date, due));
}

/* Prints rule, project, link, unit, person and deadline of a warning. False: this key may not read
 * it, or it no longer exists. */
static bool ask_warning(struct cli *c, const char *id, FILE *out)
{
	struct duban_reply *held = NULL;
	char due[TEXT_ROOM];
	Duban__WarningShowRequest show = DUBAN__WARNING_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	show.id = cli_loose(id);
	q.body_case = DUBAN__REQUEST__BODY_WARNING_SHOW;
	q.warning_show = &show;
	int status = duban_call(c->d, &q, &held);
	c->units.away |= status < 0;
	const Duban__Reply *r = held ? duban_reply_get(held) : NULL;
	bool found = status == 0 && r && r->body_case == DUBAN__REPLY__BODY_WARNING_SHOW &&
		     r->warning_show->warning;
	if (found) {
		const Duban__WarningRow *w = r->warning_show->warning;
		(void)fprintf(out, "  %s %s", w->rule, message_term("rule", w->rule));
		if (*w->project)
			(void)fprintf(out, "  %s %s", w->project, w->project_name);
		if (w->link)
			(void)fprintf(out, "  %u %s", w->link, w->link_name);
		else if (*w->kind)
			(void)fprintf(out, "  %s %u %s", message_term("subject", w->kind),
				      w->number, w->subject_name);
		(void)fprintf(out, "  %s %s", *w->unit_name ? w->unit_name : w->unit,
			      *w->person ? w->person : w->leader);
		if (w->turn != DUBAN__TURN__TURN_UNIT)
			(void)fprintf(out, "  %s %s", message("head.turn"), warning_turn(w));
		(void)fprintf(out, "  %s %s", message("head.due"), ymd_text(w->due_date, due));
	}
	duban_reply_free(held);
	return found;
}

/* False: the event is not about a warning, or nothing of it may be read. */
static bool put_warning(struct cli *c, const Duban__Event *e, FILE *out)
{
	struct warning_id w;
	char id[WARNING_ID_MAX], rule[8];
	if (!warning_of(e, &w))
		return false;
	if (!e->about)
		return ask_warning(c, warning_id_print(id, &w.subject, w.rule, w.occurrence), out);
	(void)snprintf(rule, sizeof rule, "W%02u", w.rule);
	(void)fprintf(out, "  %s %s", rule, message_term("rule", rule));
	put_about(e, &w.subject, out);
	return true;
}

/* The number of the link that the event is about; 0 = none. */
static uint32_t link_of(const ProtobufCMessage *body)
{
	const ProtobufCFieldDescriptor *f =
	    body ? protobuf_c_message_descriptor_get_field_by_name(body->descriptor, "link") : NULL;
	if (body && body->descriptor == &duban__link_put__descriptor)
		return ((const Duban__LinkPut *)body)->link
			   ? ((const Duban__LinkPut *)body)->link->no
			   : 0;
	if (!f || f->type != PROTOBUF_C_TYPE_UINT32)
		return 0;
	return *(const uint32_t *)(const void *)((const char *)body + f->offset);
}

/* What only a wrong clock had lit was not cleared by anybody. */
static const char *kind_text(const struct duban_event *e)
{
	const Duban__Event *ev = e->event;
	if (ev->body_case == DUBAN__EVENT__BODY_WARNING_CLEARED &&
	    ev->warning_cleared->cause == CLEAR_CAUSE(CLOCK_REPAIRED))
		return message("watch.withdrawn");
	return message_term("kind", e->kind);
}

int watch_line_text(struct cli *c, const struct duban_event *e, FILE *out)
{
	char at[TEXT_ROOM];
	ProtobufCMessage *body = NULL;
	int zone, r = cli_zone(c, &zone);
	if (r != 0)
		return r;
	(void)wire_body(&e->event->base, &body);
	(void)fprintf(out, "%llu  %s  %s%s%s", (unsigned long long)e->seq,
		      moment_text(e->at, zone, at), message_term("level", e->level),
		      *e->level ? "  " : "", kind_text(e));
	if (!put_warning(c, e->event, out)) {
		uint32_t no = link_of(body);
		if (*e->project)
			(void)fprintf(out, "  %s", e->project);
		if (no)
			(void)fprintf(out, "  %s %u", message("head.link"), no);
		if (*e->unit)
			(void)fprintf(out, "  %s", cli_unit_name(c, e->unit));
	}
	(void)fputc('\n', out);
	return 0;
}
