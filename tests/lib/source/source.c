#include "lib/source/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/lamp/twarning.h"
#include "lib/noun/tconfirm.h"
#include "lib/noun/tevidence.h"
#include "lib/rights/body.h"
#include "lib/world/world.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "proto/wire_name.h"
#include "text/date.h"

static void units(struct world *w)
{
	world_import(w, IMPORT_KIND(UNITS),
		     "id,name,kind,parent,gb_code\n"
		     "office,市重点办,office,,\n"
		     "dcb,督查问责办,supervision,,\n"
		     "zhujian,市住建局,sector,,\n"
		     "east,东湖区,county,,360102\n"
		     "site,东湖城投,owner,east,\n");
}

static void people(struct world *w)
{
	world_import(w, IMPORT_KIND(PEOPLE),
		     "id,name,unit,phone\n"
		     "ye,叶经理,site,13800000001\n"
		     "xin,辛联络,site,13800000002\n"
		     "fen,范副总,site,13800000003\n"
		     "zhu,朱总,site,13800000004\n"
		     "ke,柯科长,zhujian,13800000005\n"
		     "fuju,傅副局,zhujian,13800000006\n"
		     "ju,鞠局长,zhujian,13800000007\n"
		     "ban,班组长,east,13800000008\n"
		     "chang,常副区长,east,13800000009\n"
		     "qu,区区长,east,13800000010\n"
		     "du,杜督查,dcb,13800000011\n"
		     "bao,鲍主任,office,13800000012\n"
		     "gua,桂市长,office,13800000013\n"
		     "fushi,付副市长,office,13800000014\n"
		     "changwu,常务市长,office,13800000015\n"
		     "shi,施市长,office,13800000016\n");
	world_import(w, IMPORT_KIND(POSTS),
		     "person,unit,title,kind\n"
		     "xin,site,联络员,reporter\n"
		     "fen,site,副总经理,deputy\n"
		     "zhu,site,总经理,head\n"
		     "ke,zhujian,科长,staff\n"
		     "fuju,zhujian,副局长,deputy\n"
		     "ju,zhujian,局长,head\n"
		     "chang,east,常务副区长,executive\n"
		     "qu,east,区长,head\n"
		     "bao,office,主任,head\n"
		     "fushi,zhujian,副市长,patron\n");
	world_import(w, IMPORT_KIND(GROUPS),
		     "id,name,kind,person,role,unit\n"
		     "lead,领导小组,leading,shi,组长,office\n"
		     "lead,领导小组,leading,changwu,常务副组长,office\n"
		     "ducha,督查问责办,supervision,du,主任,dcb\n"
		     "bangong,领导小组办公室,office,bao,主任,office\n"
		     "zhuanban,东湖专班,task-force,ban,组长,east\n");
}

static void hands(struct world *w)
{
	world_ok(w, hand_new("site", ROLE(UNIT), "site", "辛联络"));
	world_ok(w, hand_new("east", ROLE(COUNTY), "east", "常副区长"));
	world_ok(w, hand_new("trade", ROLE(SECTOR), "zhujian", "柯科长"));
	world_ok(w, hand_new("bao", ROLE(OFFICE), "", "鲍主任"));
	world_ok(w, hand_new("du", ROLE(SUPERVISION), "", "杜督查"));
	world_ok(w, hand_new("gua", ROLE(LEADER), "", "桂市长"));
}

static void parameter(struct world *w, const char *key, const char *value)
{
	char csv[128];

	(void)snprintf(csv, sizeof csv, "key,scope,of,value\n%s,default,,%s\n", key, value);
	world_import(w, IMPORT_KIND(PARAMETERS), csv);
}

struct world *source_city(const char *start, const char *ladder)
{
	struct world *w = world_new(start, true);
	char csv[512];
	unsigned year;

	assert_int_equal(sscanf(start, "%4u", &year), 1);
	parameter(w, "escalation.ladder", ladder);
	units(w);
	people(w);
	hands(w);
	world_import(w, IMPORT_KIND(SERIES), "name,text\n督办,督办〔{year}〕{n}号\n");
	world_import(w, IMPORT_KIND(LISTS), "name,authority,elsewhere\n市重点,市重点办,\n");
	(void)snprintf(csv, sizeof csv,
		       "code,name,unit,sector,category,stage,total,plan,year,planned_start,"
		       "planned_finish,leader_city,leader_county,list\n"
		       "P1,一号项目,site,zhujian,工业,在建,100000000,20000000,%.4s,%.4s-01,%u-12,"
		       "桂市长,区区长,市重点\n",
		       start, start, year + 1);
	world_import(w, IMPORT_KIND(PROJECTS), csv);
	fill(5);
	put(w, "P1");
	return w;
}

void source_cadence(struct world *w, const char *profile)
{
	parameter(w, "cadence.profile", profile);
}

void source_chain(struct world *w, const char *rows)
{
	char csv[2048];

	(void)snprintf(csv, sizeof csv,
		       "project,no,name,class,unit,leader,person,after,limit,chain_start\n%s",
		       rows);
	world_import(w, IMPORT_KIND(CHAINS), csv);
}

/* ---- requests */

static const Duban__Reply *ask(struct world *w, const char *hand, const char *request,
			       const char *text)
{
	const struct body_word words[] = {{"file", lamp_evidence()}, {NULL, NULL}};
	const Duban__Reply *p;
	struct arena *a;

	assert_int_equal(arena_new(&a, WIRE_ARENA_MAX), 0);
	hand_of(w, hand);
	p = world_ask(w, body_request(a, request, text, words));
	arena_free(a);
	hand_of(w, NULL);
	return p;
}

const Duban__Reply *source_ok(struct world *w, const char *hand, const char *request,
			      const char *text)
{
	const Duban__Reply *p = ask(w, hand, request, text);

	if (p->status != DUBAN__STATUS__STATUS_OK)
		fail_msg("%s %s: %s (%s)", request, text,
			 p->n_problem ? p->problem[0]->code : "no problem named",
			 p->n_problem ? p->problem[0]->column : "");
	return p;
}

void source_no(struct world *w, const char *hand, const char *request, const char *text,
	       const char *code)
{
	uint64_t before = engine_seq(w->engine);
	const Duban__Reply *p = ask(w, hand, request, text);

	if (p->status == DUBAN__STATUS__STATUS_OK)
		fail_msg("%s %s was not refused", request, text);
	assert_string_equal(p->n_problem ? p->problem[0]->code : "", code);
	assert_int_equal(engine_seq(w->engine), before);
}

/* ---- what was logged */

struct picked {
	char text[8192];
	size_t n;
};

static void add(struct picked *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void add(struct picked *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	p->n += (size_t)vsnprintf(p->text + p->n, sizeof p->text - p->n, fmt, ap);
	va_end(ap);
	assert_true(p->n < sizeof p->text);
}

static void forget(char **log)
{
	free(*log);
	*log = strdup("");
}

static void pick(struct picked *p, char **log, const char *subject)
{
	char *rest = *log, *line;

	while ((line = strsep(&rest, "\n")))
		if (strstr(line, subject))
			add(p, "%s\n", line);
	forget(log);
}

void source_lamps(struct world *w, const char *subject, const char *lines)
{
	struct picked p = {.n = 0};

	pick(&p, strstr(subject, "/0 W") ? &w->project_log : &w->log, subject);
	assert_string_equal(p.text, lines);
}

void source_steps(struct world *w, const char *subject, const char *lines)
{
	struct picked p = {.n = 0};

	pick(&p, &w->step_log, subject);
	assert_string_equal(p.text, lines);
}

/* Those who hear the same at the same time, in the order in which they were told. */
struct heard {
	char head[32]; /* "01-08 08:30 begin" */
	char who[200];
};

static void hear(struct heard *all, size_t *n, size_t max, const char *head, const char *who)
{
	struct heard *h = all;

	while (h < all + *n && strcmp(h->head, head) != 0)
		h++;
	if (h == all + *n) {
		assert_true(++*n <= max);
		(void)snprintf(h->head, sizeof h->head, "%s", head);
	}
	(void)snprintf(h->who + strlen(h->who), sizeof h->who - strlen(h->who), " %s", who);
}

/* "to zhang: 01-08 08:30 lamp_yellow", then "to zhang:   begin P1/1 W01" */
void source_told(struct world *w, const char *subject, const char *lines)
{
	struct heard heard[32] = {{"", ""}};
	struct picked p = {.n = 0};
	char *rest = w->notice_log, *line, at[16] = "";
	size_t n = 0;

	while ((line = strsep(&rest, "\n"))) {
		char who[32], kind[16], head[32];
		const char *said = strstr(line, ":   ");

		if (sscanf(line, "to %31[^:]:", who) != 1)
			continue;
		if (!said) {
			(void)snprintf(at, sizeof at, "%.11s",
				       line + strlen("to : ") + strlen(who));
			continue;
		}
		if (!strstr(said, subject) || sscanf(said, ":   %15s", kind) != 1)
			continue;
		(void)snprintf(head, sizeof head, "%s %s", at, kind);
		hear(heard, &n, sizeof heard / sizeof *heard, head, who);
	}
	for (size_t i = 0; i < n; i++)
		add(&p, "%s:%s\n", heard[i].head, heard[i].who);
	forget(&w->notice_log);
	assert_string_equal(p.text, lines);
}

void source_forget(struct world *w)
{
	forget(&w->log);
	forget(&w->project_log);
	forget(&w->step_log);
	forget(&w->notice_log);
}

void source_delivered(struct world *w)
{
	char text[64][160];
	const Duban__NoticeListReply *b =
	    source_ok(w, NULL, "notice_list", "result=unknown")->notice_list;
	size_t n = 0;

	for (size_t i = 0; i < b->n_notice && n < sizeof text / sizeof *text; i++)
		(void)snprintf(text[n++], sizeof *text, "key=%s result=delivered channel=sms",
			       b->notice[i]->id);
	for (size_t i = 0; i < n; i++)
		source_ok(w, NULL, "notice_receipt", text[i]);
}

void source_unheeded(struct world *w, const char *rule, const char *expected)
{
	const Duban__NoticeListReply *b = source_ok(w, "du", "notice_list", "idle=1")->notice_list;
	struct picked p = {.n = 0};

	for (size_t i = 0; i < b->n_notice; i++)
		if (strncmp(b->notice[i]->subject, rule, strlen(rule)) == 0)
			add(&p, "%s%s", p.n ? " " : "", b->notice[i]->to);
	assert_string_equal(p.text, expected);
}

/* ---- how it stands */

static const Duban__EscalationStep *step_of(const Duban__EscalationShowReply *b, uint32_t step)
{
	for (size_t i = 0; i < b->n_taken; i++)
		if (b->taken[i]->step == step)
			return b->taken[i];
	return b->next_step && b->next_step->step == step ? b->next_step : NULL;
}

void source_holders(struct world *w, const char *lamp, uint32_t step, const char *expected)
{
	struct picked p = {.n = 0};
	const Duban__EscalationStep *s;
	char text[100];

	(void)snprintf(text, sizeof text, "id=%s", lamp);
	s = step_of(source_ok(w, NULL, "escalation_show", text)->escalation_show, step);
	assert_non_null(s);
	for (size_t i = 0; i < s->n_holder; i++)
		add(&p, "%s%s:%s", i ? " " : "",
		    wire_enum_name(&duban__recipient__descriptor, (int)s->holder[i]->recipient),
		    s->holder[i]->gap ? "!" : s->holder[i]->person);
	assert_string_equal(p.text, expected);
}

void source_proposals(struct world *w, const char *lamp, const char *expected)
{
	const Duban__ProposalListReply *b = source_ok(w, NULL, "proposal_list", "")->proposal_list;
	struct picked p = {.n = 0};

	for (size_t i = 0; i < b->n_proposal; i++) {
		const Duban__ProposalRow *r = b->proposal[i];
		const char *decision =
		    wire_enum_name(&duban__proposal_state__descriptor, (int)r->decision);

		if (!strstr(r->id, lamp))
			continue;
		add(&p, "%s%s %s", p.n ? ", " : "",
		    wire_enum_name(&duban__proposal_kind__descriptor, (int)r->kind),
		    *decision ? decision : "open");
	}
	assert_string_equal(p.text, expected);
}

static const char *day_or_dash(uint32_t ymd, char *buf)
{
	return ymd ? ymd_text(ymd, buf) : "-";
}

void source_problem(struct world *w, const char *id, const char *expected)
{
	char text[200], due[DATE_TEXT_MAX];
	const Duban__ProblemRow *r;

	(void)snprintf(text, sizeof text, "id=%s", id);
	r = source_ok(w, NULL, "problem_show", text)->problem_show->problem;
	(void)snprintf(text, sizeof text, "%s %s %s %s %u", r->tier,
		       wire_enum_name(&duban__problem_state__descriptor, (int)r->state),
		       *r->unit ? r->unit : "-", day_or_dash(r->due_date, due), r->days_late);
	assert_string_equal(text, expected);
}

void source_order(struct world *w, const char *number, const char *expected)
{
	char text[200], due[DATE_TEXT_MAX];
	const Duban__OrderRow *r;

	(void)snprintf(text, sizeof text, "number=%s", number);
	r = source_ok(w, NULL, "order_show", text)->order_show->row;
	(void)snprintf(text, sizeof text, "%s %s %s %u %s",
		       wire_enum_name(&duban__order_state__descriptor, (int)r->state), r->unit,
		       day_or_dash(r->due_date, due), r->days_late, *r->turn ? r->turn : "-");
	assert_string_equal(text, expected);
}

void source_rate(struct world *w, const char *rule, const char *days, const char *expected)
{
	const Duban__ClearingRateReply *b;
	char text[200];

	(void)snprintf(text, sizeof text, "%s%s%s", days, *rule ? " rules=" : "", rule);
	b = source_ok(w, NULL, "clearing_rate", text)->clearing_rate;
	assert_int_equal(b->n_row, 1);
	(void)snprintf(text, sizeof text, "%u/%u", b->row[0]->cleared, b->row[0]->raised);
	assert_string_equal(text, expected);
}

void source_todo(struct world *w, const char *asked, const char *kind, const char *expected)
{
	const Duban__TodoListReply *b = source_ok(w, NULL, "todo_list", asked)->todo_list;
	struct picked p = {.n = 0};
	char due[DATE_TEXT_MAX];

	for (size_t i = 0; i < b->n_row; i++)
		if (strcmp(b->row[i]->kind, kind) == 0)
			add(&p, "%s%s %s %s", p.n ? ", " : "", b->row[i]->id,
			    day_or_dash(b->row[i]->due_date, due),
			    b->row[i]->why->code + strlen("todo.why."));
	assert_string_equal(p.text, expected);
}
