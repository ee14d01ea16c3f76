/* A project's chain of a year (链条): dates, float, critical path. */
#include "client/cli/chain/chain.h"

#include <errno.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/values.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/out.h"
#include "client/cli/print/remarks.h"
#include "client/cli/print/table.h"
#include "proto/cleanup.h"
#include "proto/wire_name.h"
#include "text/date.h"
#include "text/room.h"

static const char *joined(const Duban__LinkRow *l, char *buf, size_t size)
{
	size_t at = 0;
	buf[0] = '\0';
	for (size_t i = 0; i < l->n_after && at < size; i++)
		at += (size_t)snprintf(buf + at, size - at, "%s%u", i ? ";" : "", l->after[i]);
	return buf;
}

static void link_cells(struct print_table *t, const Duban__LinkRow *l)
{
	char buf[256];
	const char *state = wire_enum_name(&duban__link_state__descriptor, (int)l->state);
	if (l->state == DUBAN__LINK_STATE__LINK_STATE_ACTIVE && l->acceptance_date)
		state = "accepted";
	bool open = l->state != DUBAN__LINK_STATE__LINK_STATE_DONE &&
		    l->state != DUBAN__LINK_STATE__LINK_STATE_CANCELLED &&
		    l->state != DUBAN__LINK_STATE__LINK_STATE_CARRIED;
	table_lamp(t, wire_enum_name(&duban__level__descriptor, (int)l->level));
	table_number(t, l->no);
	table_cell(t, l->name);
	table_cell(t, message_term("link_class",
				   wire_enum_name(&duban__link_class__descriptor, (int)l->class_)));
	table_cell(t, l->is ? message_enum_term(&duban__link_step__descriptor, (int)l->is) : "");
	table_cell(t, *l->unit_name ? l->unit_name : l->unit);
	table_cell(t, l->leader);
	table_cell(t, l->person);
	table_cell(t, joined(l, buf, sizeof buf));
	table_cell(t, l->limit);
	table_cellf(t, "%s%s", message_term("link_state", state), l->out_of_order ? " ⇄" : "");
	table_date(t, l->earliest_finish_date);
	table_date(t, l->latest_finish_date);
	ymd_text(l->deadline_date, buf);
	if (l->projected || l->provisional || l->unknown)
		table_cellf(t, "%s%s%s%s", buf, l->projected ? " ~" : "",
			    l->provisional ? " ?" : "", l->unknown ? " …" : "");
	else
		table_date(t, l->deadline_date);
	if (open)
		table_number(t, l->float_days);
	else
		table_cell(t, "");
	table_cell(t, l->critical ? "*" : "");
}

static int put_table(struct cli *c, const Duban__Reply *reply, const struct rows *links)
{
	const Duban__ChainShowReply *s = reply->chain_show;
	static const char *const heads[] = {
	    "lamp",	     ">no",	 "link_name",	"class",    "is",	  "unit",
	    "leader",	     "person",	 "after",	"limit",    "link_state", "earliest_finish",
	    "latest_finish", "deadline", ">float_days", "critical", NULL};
	char year[24], start[TEXT_ROOM], finish[TEXT_ROOM];
	struct print_table *t = table_new(heads);
	if (!t)
		return -ENOMEM;
	for (size_t i = 0; i < links->n; i++)
		link_cells(t, links->row[i]);
	(void)snprintf(year, sizeof year, "%u", s->year);
	if (!cli_option(c, "out"))
		cli_say(c, "chain.head", s->project, year, ymd_text(s->start_date, start),
			ymd_text(s->finish_date, finish), NULL);
	int r = cli_table(c, t);
	table_free(t);
	if (!cli_option(c, "out"))
		cli_say(c, "chain.legend", NULL);
	remarks_print(c, reply->remark, reply->n_remark);
	return r;
}

static int put_json(struct cli *c, const Duban__Reply *reply, const struct rows *links)
{
	const Duban__ChainShowReply *s = reply->chain_show;
	struct json j = {.out = stdout};
	int r = cli_names(c, NULL, &j.names);
	if (r != 0)
		return r;
	json_object(&j, NULL);
	json_field(&j, "start", &s->base, "start_date");
	json_field(&j, "finish", &s->base, "finish_date");
	json_array(&j, "links");
	for (size_t i = 0; i < links->n; i++)
		json_message(&j, NULL, links->row[i]);
	json_end_array(&j);
	json_field(&j, "project", &s->base, "project");
	json_field(&j, "year", &s->base, "year");
	json_field(&j, "provisional", &s->base, "provisional");
	json_field(&j, "unknown", &s->base, "unknown");
	remarks_json(&j, reply->remark, reply->n_remark);
	json_end_object(&j);
	(void)fputc('\n', stdout);
	return 0;
}

int chain_ask(struct cli *c, const char *project, uint32_t year, struct rows *links,
	      const Duban__Reply **ret)
{
	Duban__ChainShowRequest q = DUBAN__CHAIN_SHOW_REQUEST__INIT;
	const Duban__Reply *r;
	q.project = cli_loose(project);
	q.year = year;
	do {
		int rc = CLI_ASK(c, CHAIN_SHOW, chain_show, &q, &r);
		if (rc != 0)
			return rc;
		for (size_t i = 0; i < r->chain_show->n_link; i++)
			if (rows_add(links, r->chain_show->link[i]) < 0)
				return -ENOMEM;
		q.after = r->chain_show->next;
	} while (q.after);
	*ret = r;
	return 0;
}

static int run_show(struct cli *c)
{
	_cleanup_(rows_done) struct rows links = {};
	const Duban__Reply *s;
	uint32_t year = 0;
	int r = cli_number(c, "year", 9999, &year);
	if (r == 0)
		r = chain_ask(c, cli_word(c, 0), year, &links, &s);
	if (r != 0)
		return r;
	c->reply = NULL;
	return cli_json(c) ? put_json(c, s, &links) : put_table(c, s, &links);
}

static const struct verb_option show_options[] = {
    {"year", "YYYY", "the chain of that year; the project's current year if not given"},
    OUT_OPTION,
    {},
};

VERB(chain_show, .noun = "chain", .verb = "show", .args = "CODE", .min = 1, .max = 1,
     .options = show_options, .requests = "chain_show",
     .help = "a project's chain (链条): links, deadlines, float, critical path", .run = run_show);
