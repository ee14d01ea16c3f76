/* What people do on a working day about links, lamps, duties, meetings, exemptions, and with each
 * other. Anything may be refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/walk/walk_parts.h"
#include "lib/world/world.h"
#include "model/core/record.h"
#include "model/duty/duty.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "store/db/db.h"
#include "store/db/scan.h"

enum { LINKS = 4 };

static uint32_t near(struct year_walk *x, int back, int ahead)
{
	date_t day = walk_today(x) - back;

	return date_ymd(day + (date_t)walk_pick(x, (uint32_t)(back + ahead + 1)));
}

static char *day_text(struct year_walk *x, int from_today, char buf[DATE_TEXT_MAX])
{
	return date_text(walk_today(x) + from_today, buf);
}

/* ---- links and reports */

static void move_link(struct year_walk *x)
{
	static const struct {
		const char *request, *day, *more;
		int ahead;
	} moves[] = {
	    {"link_start", "at_date", "", 0},
	    {"link_start", "at_date", "", 0},
	    {"link_finish", "at_date", "evidence=@file", 0},
	    {"link_finish", "at_date", "evidence=@file", 0},
	    {"link_extend", "to_date", "reason=雨", 40},
	    {"link_suspend", "at_date", "reason=征迁 document=@doc ground=hearing", 0},
	    {"link_resume", "at_date", "", 0},
	    {"link_return", NULL, "reason=补正", 0},
	};
	uint32_t i = walk_pick(x, sizeof moves / sizeof *moves);
	char link[80], day[40] = "";

	(void)snprintf(link, sizeof link, "link{project=%s no=%u}", walk_project(x),
		       1 + walk_pick(x, LINKS));
	if (moves[i].day)
		(void)snprintf(day, sizeof day, "%s=%u", moves[i].day,
			       moves[i].ahead ? near(x, 0, moves[i].ahead) : near(x, 3, 0));
	if (walk_chance(x, 70))
		walk_as_local(x);
	else
		walk_as(x, ROLE(OFFICE), "");
	walk_try(x, moves[i].request, "%s %s %s", link, day, moves[i].more);
}

/* The owner hands in; somebody judges what waits. */
static void report(struct year_walk *x)
{
	const char *project = walk_project(x);
	uint32_t today = date_ymd(walk_today(x));

	walk_as_local(x);
	if (walk_chance(x, 40)) {
		walk_try(x, "report_submit", "project=%s form=weekly on_date=%u text=进度", project,
			 today);
	} else if (walk_chance(x, 70)) {
		walk_try(x, "report_submit",
			 "project=%s form=monthly period_month=%u invested{fen=%u} text=进度",
			 project, date_ymd(walk_today(x) - (walk_chance(x, 30) ? 28 : 0)) / 100,
			 100000000 + walk_pick(x, 90000000));
	} else {
		walk_try(x, "report_submit", "project=%s form=daily on_date=%u text=进度", project,
			 today);
	}
}

static void judge(struct year_walk *x)
{
	struct scan s = scan_start(engine_txn(x->w->engine), TABLE_report_open, BYTES("", 0));
	uint32_t num = 0, n = 0;

	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		uint32_t one = key_read_u32(&k);

		if (walk_pick(x, ++n) == 0)
			num = one;
	}
	if (!num)
		return;
	if (walk_chance(x, 60))
		walk_as(x, ROLE(OFFICE), "");
	else
		walk_as(x, ROLE(SECTOR), walk_chance(x, 50) ? "works" : "trade");
	walk_try(x, "report_review", "verdict{report=%u verdict=%s reason=不实}", num,
		 walk_chance(x, 80) ? "pass" : "return");
}

/* ---- lamps */

enum wanted { LIT, OUT, REOPENED };

static bool is_wanted(const Duban__Warning *r, enum wanted which)
{
	bool open = r->state == WARNING_STATE(OPEN);

	return r->level >= LEVEL(YELLOW) && open == (which != OUT) &&
	       (which != REOPENED || r->by_person);
}

/* Any stored warning of that sort. */
static bool any_lamp(struct year_walk *x, enum wanted which, char id[WARNING_ID_MAX])
{
	struct txn *t = engine_txn(x->w->engine);
	struct scan s = scan_start(t, TABLE_warning, BYTES("", 0));
	uint32_t n = 0;

	while (scan_next(&s)) {
		const Duban__Warning *r;

		arena_reset(x->arena);
		r = record_unpack(t, s.value, &duban__warning__descriptor, x->arena);
		assert_non_null(r);
		if (is_wanted(r, which) && walk_pick(x, ++n) == 0)
			(void)warning_id_print(id, r->subject, r->rule, r->occurrence);
	}
	return n;
}

static void some_hand(struct year_walk *x)
{
	uint32_t who = walk_pick(x, 10);
	const char *unit = walk_unit(x);

	if (who == 0)
		walk_as(x, ROLE(OFFICE), "");
	else if (who < 4)
		walk_as(x, ROLE(SUPERVISION), "");
	else
		walk_as(x, walk_role_of(unit), walk_role_of(unit) == ROLE(SUPERVISION) ? "" : unit);
}

static void handle_lamp(struct year_walk *x)
{
	char id[WARNING_ID_MAX];
	uint32_t what = walk_pick(x, 10);

	if (!any_lamp(x, what < 6 ? LIT : what < 8 ? OUT : REOPENED, id))
		return;
	some_hand(x);
	if (what < 3)
		walk_try(x, "warning_ack", "id=%s until_date=%u", id, near(x, 0, 20));
	else if (what < 5)
		walk_try(x, "warning_answer", "id=%s text=已办 %s", id,
			 walk_chance(x, 70) ? "evidence=@file" : "");
	else if (what < 6 || what >= 8)
		walk_try(x, "warning_clear", "id=%s reason=属实 evidence=@file", id);
	else
		walk_try(x, "warning_reopen", "id=%s reason=反弹", id);
}

/* ---- duties and meetings */

static bool any_duty(struct year_walk *x, char id[DUTY_ID_MAX])
{
	struct txn *t = engine_txn(x->w->engine);
	struct scan s = scan_start(t, TABLE_duty_open, BYTES("", 0));
	uint32_t n = 0;

	while (scan_next(&s)) {
		const Duban__Duty *d;
		Duban__DutyRef r;

		arena_reset(x->arena);
		d = record_get(t, TABLE_duty, s.key, &duban__duty__descriptor, x->arena);
		assert_non_null(d);
		if (d->state != DUTY_STATE(OPEN) || walk_pick(x, ++n))
			continue;
		r = duty_ref(d);
		(void)snprintf(id, DUTY_ID_MAX, "%s", duty_id(t, x->arena, &r));
	}
	return n;
}

static void do_duty(struct year_walk *x)
{
	char id[DUTY_ID_MAX];

	if (walk_chance(x, 15)) {
		walk_as(x, ROLE(OFFICE), "");
		walk_try(x, "duty_set", "unit=%s title=专报 due_date=%u", walk_unit(x),
			 near(x, 0, 30));
		return;
	}
	if (!any_duty(x, id))
		return;
	walk_as_local(x);
	if (walk_chance(x, 85))
		walk_try(x, "duty_done", "id=%s document=@doc", id);
	else
		walk_try(x, "duty_waive", "id=%s reason=合并 document=@doc", id);
}

static void meet(struct year_walk *x)
{
	static const struct {
		const char *series, *more;
	} meetings[] = {
	    {"周调度", "tier=sector unit=works"},
	    {"交通周调度", "tier=sector unit=trade"},
	    {"半月协调", "tier=office form=coordination unit=office"},
	    {"攻坚", "tier=office form=push unit=office"},
	    {"分口调度", "tier=vice_mayor unit=office"},
	};
	uint32_t i = walk_pick(x, sizeof meetings / sizeof *meetings);

	walk_as_local(x);
	if (!walk_try(x, "meeting_hold", "series=%s %s projects=%s minutes=@doc at_date=%u",
		      meetings[i].series, meetings[i].more, walk_project(x), near(x, 2, 0)))
		return;
	x->n.meetings++;
	if (walk_chance(x, 20))
		walk_try(x, "meeting_decide", "series=%s number=1 text=抓紧 project=%s",
			 meetings[i].series, walk_project(x));
}

/* ---- exemptions */

static void exempt(struct year_walk *x)
{
	char from[DATE_TEXT_MAX], until[DATE_TEXT_MAX];
	int begins = (int)walk_pick(x, 15) - 5;
	uint32_t of = walk_pick(x, 3), id = x->exemptions + 1;

	walk_as_local(x);
	if (x->exemptions && walk_chance(x, 30)) {
		walk_try(x, "exemption_end", "exemption=e%u at_date=%u reason=水退 document=@doc",
			 1 + walk_pick(x, x->exemptions), near(x, 5, 0));
		return;
	}
	if (id > WALK_EXEMPTIONS_MAX)
		return;
	if (walk_import(x, IMPORT_KIND(EXEMPTIONS),
			"id,kind,unit,project,link,from,until,rules,reason,document,approver,"
			"approver_unit\ne%u,flood,%s,%s,%s,%s,%s,,洪水,洪办%u号,市长,office\n",
			id, of == 0 ? "site" : "", of ? walk_project(x) : "", of == 2 ? "1" : "",
			day_text(x, begins, from),
			day_text(x, begins + (int)walk_pick(x, 20), until), id)) {
		x->exemptions++;
		x->n.exempted++;
	}
}

/* ---- people */

static void leave(struct year_walk *x)
{
	char from[DATE_TEXT_MAX], until[DATE_TEXT_MAX];
	int begins = (int)walk_pick(x, 6);

	walk_import(x, IMPORT_KIND(LEAVES), "person,from,until,substitute\n%s,%s,%s,%s\n",
		    walk_person(x), day_text(x, begins, from),
		    day_text(x, begins + (int)walk_pick(x, 10), until),
		    walk_chance(x, 70) ? walk_person(x) : "");
}

static void mute(struct year_walk *x)
{
	char from[DATE_TEXT_MAX], until[DATE_TEXT_MAX];

	walk_import(x, IMPORT_KIND(NOTICE_MUTES), "person,from,until,reason\n%s,%s,%s,出差\n",
		    walk_person(x), day_text(x, 0, from), day_text(x, (int)walk_pick(x, 9), until));
}

static void change_post(struct year_walk *x)
{
	static const char *const posts[][4] = {
	    {"li", "east", "副区长", "deputy"},	    {"zhou", "west", "副区长", "deputy"},
	    {"wang", "site", "联络员", "reporter"}, {"qian", "east", "信息员", "reporter"},
	    {"zhao", "east", "区长", "head"},	    {"sun", "west", "区长", "head"},
	};
	const char *const *p = posts[walk_pick(x, sizeof posts / sizeof *posts)];
	char from[DATE_TEXT_MAX], until[DATE_TEXT_MAX];

	if (walk_chance(x, 50))
		walk_import(x, IMPORT_KIND(POSTS),
			    "person,unit,title,kind,from,until\n%s,%s,%s,%s,2019-01-01,%s\n", p[0],
			    p[1], p[2], p[3], day_text(x, (int)walk_pick(x, 10), until));
	else
		walk_import(x, IMPORT_KIND(POSTS), "person,unit,title,kind,from\n%s,%s,%s,%s,%s\n",
			    walk_person(x), p[1], p[2], p[3],
			    day_text(x, (int)walk_pick(x, 5), from));
}

static void people_change(struct year_walk *x)
{
	const char *old = walk_person(x), *new = walk_person(x);

	walk_as_local(x);
	switch (walk_pick(x, 5)) {
	case 0:
		if (strcmp(old, new) != 0 &&
		    walk_try(x, "person_replace", "old_person=%s new_person=%s reason=调动", old,
			     new))
			x->n.replaced++;
		break;
	case 1:
		leave(x);
		break;
	case 2:
		mute(x);
		break;
	case 3:
		change_post(x);
		break;
	default:
		/* the number goes, or comes back */
		walk_import(x, IMPORT_KIND(PEOPLE), "id,name,phone\nzhu,朱五,%s\n",
			    walk_chance(x, 50) ? "13800000014" : "");
	}
}

/* ---- the frame */

/* Announced the day before at the latest: people were told of things this morning. */
static void days_off(struct year_walk *x)
{
	char day[DATE_TEXT_MAX];

	walk_as_local(x);
	if (walk_import(x, IMPORT_KIND(CALENDAR), "date,kind,name,source\n%s,%s,临时,通知%u\n",
			day_text(x, 1 + (int)walk_pick(x, 24), day),
			walk_chance(x, 60) ? "holiday" : "workday", x->serial++)) {
		x->n.holidays++;
		x->days_moved = walk_today(x);
	}
}

static void parameters(struct year_walk *x)
{
	static const char *const params[][3] = {
	    {"escalation.ladder", "quzhou2022", "nanchang2022"},
	    {"cadence.profile", "quzhou2022", "nanchang2022"},
	    {"W01.y_before_wd", "1", "2"},
	    {"W02.r_after_cd", "15", "10"},
	    {"W18.sign_wd", "1", "2"},
	    {"notice.max.contact", "3", "1"},
	};
	const char *const *p = params[walk_pick(x, sizeof params / sizeof *params)];

	walk_as_local(x);
	walk_try(x, "param_set", "key=%s scope=default value=%s", p[0], p[1 + walk_pick(x, 2)]);
	world_work(x->w);
	x->days_moved = walk_today(x);
}

void walk_people_act(struct year_walk *x)
{
	static const struct {
		void (*act)(struct year_walk *x);
		uint32_t percent; /* of a day */
	} acts[] = {
	    {move_link, 60},	 {report, 70},	{report, 50},	 {judge, 60}, {handle_lamp, 60},
	    {handle_lamp, 40},	 {do_duty, 60}, {do_duty, 50},	 {meet, 25},  {exempt, 5},
	    {people_change, 25}, {days_off, 4}, {parameters, 2},
	};

	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (walk_chance(x, acts[i].percent))
			acts[i].act(x);
	walk_as_local(x);
}
