/* `escalation show`: the steps that a lamp took and the next one, for people. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/out.h"
#include "client/cli/print/table.h"
#include "text/date.h"

enum { WHOM_ROOM = 2000 };

static const char *term(const ProtobufCEnumDescriptor *e, int value)
{
	return value ? message_enum_term(e, value) : "";
}

/* "张三（代李四）、主要负责人（空缺）" */
static void put_whom(FILE *out, const Duban__EscalationStep *s)
{
	for (size_t i = 0; i < s->n_holder; i++) {
		const Duban__HolderRow *h = s->holder[i];
		const char *post = term(&duban__recipient__descriptor, (int)h->recipient);
		(void)fprintf(out, "%s%s", i ? message("escalation.and") : "",
			      *h->name ? h->name : post);
		if (h->gap)
			(void)fprintf(out, "%s%s%s", message("escalation.open"),
				      term(&duban__holder_gap__descriptor, (int)h->gap),
				      message("escalation.close"));
		else if (*h->instead_of)
			(void)fprintf(out, "%s%s%s%s", message("escalation.open"),
				      message("escalation.instead_of"), h->instead_of,
				      message("escalation.close"));
	}
}

static int step_cells(struct cli *c, struct print_table *t, const Duban__EscalationStep *s)
{
	char whom[WHOM_ROOM] = "", at[INSTANT_TEXT_MAX];
	int zone;
	int r = cli_zone(c, &zone);
	FILE *out = r == 0 ? fmemopen(whom, sizeof whom - 1, "w") : NULL;
	if (!out)
		return r ? r : -errno;
	put_whom(out, s);
	(void)fclose(out);
	table_number(t, s->step);
	table_cell(t, s->tier);
	table_cell(t, moment_text(s->taken_at ? s->since_at : s->at, zone, at));
	if (s->when && s->count)
		table_cellf(t, "%s %u", term(&duban__step_when__descriptor, (int)s->when),
			    s->count);
	else
		table_cell(t, term(&duban__step_when__descriptor, (int)s->when));
	table_cell(t, whom);
	table_cell(t, term(&duban__step_action__descriptor, (int)s->action));
	return 0;
}

static int put_table(struct cli *c, const Duban__EscalationShowReply *b)
{
	static const char *const heads[] = {">step",   "tier",	 "step_at", "came_by",
					    "to_whom", "action", NULL};
	struct print_table *t = table_new(heads);
	int r = 0;
	if (!t)
		return -ENOMEM;
	for (size_t i = 0; i < b->n_taken && r == 0; i++)
		r = step_cells(c, t, b->taken[i]);
	if (r == 0 && b->next_step)
		r = step_cells(c, t, b->next_step);
	if (r == 0)
		r = cli_table(c, t);
	table_free(t);
	return r;
}

/* The conditions of the next step, any of which is enough. */
static int say_conditions(struct cli *c, const Duban__EscalationStep *s)
{
	char at[INSTANT_TEXT_MAX], count[24];
	int zone;
	int r = cli_zone(c, &zone);
	for (size_t i = 0; i < s->n_condition && r == 0; i++) {
		const Duban__StepCondition *k = s->condition[i];
		(void)snprintf(count, sizeof count, "%u", k->count);
		cli_say(c, "escalation.condition",
			term(&duban__step_when__descriptor, (int)k->when), count,
			k->at ? moment_text(k->at, zone, at) : message("escalation.waiting"), NULL);
	}
	return r;
}

static int say_next(struct cli *c, const Duban__EscalationShowReply *b)
{
	char step[24], at[INSTANT_TEXT_MAX], code[40];
	int zone;
	int r = cli_zone(c, &zone);
	if (r != 0)
		return r;
	if (!b->next_step) {
		cli_say(c, "escalation.last", NULL);
		return 0;
	}
	(void)snprintf(step, sizeof step, "%u", b->next_step->step);
	cli_say(c, "escalation.next", step, b->next_step->tier,
		b->next_step->at ? moment_text(b->next_step->at, zone, at)
				 : message("escalation.waits"),
		NULL);
	r = say_conditions(c, b->next_step);
	(void)snprintf(code, sizeof code, "unless.%s", b->unless);
	cli_say(c, "escalation.unless",
		message_find(code) ? message_find(code) : message("unless.any"), NULL);
	return r;
}

static int print_show(struct cli *c, const Duban__Reply *reply)
{
	const Duban__EscalationShowReply *b = reply->escalation_show;
	char since[DATE_TEXT_MAX];
	int r = put_table(c, b);
	if (r != 0 || !b->warning || b->warning->cleared_at)
		return r;
	if (!*b->ladder) {
		cli_say(c, "escalation.none", NULL);
		return 0;
	}
	cli_say(c, "escalation.ladder", b->ladder, NULL);
	if (b->held_date)
		cli_say(c, "escalation.held_since", ymd_text(b->held_date, since), NULL);
	else if (b->held)
		cli_say(c, "escalation.held", NULL);
	return say_next(c, b);
}

FORM(show, ESCALATION_SHOW, .words = "id");
VERB(escalation_show, .noun = "escalation", .verb = "show", .args = "ID", .form = &form_show,
     .help = "the steps that a lamp took, and what happens next, when, to whom, unless what",
     .print = print_show);

static const struct verb_option check_options[] = {
    {"unit", "UNIT", "of this unit's projects and those below it"},
    {"project", "CODE", "of this project"},
    {},
};
FORM(check, POST_CHECK);
VERB(post_check, .noun = "post", .verb = "check", .args = "", .form = &form_check,
     .options = check_options,
     .help = "who cannot be told of lamps today: posts without a holder, persons without a number");
