#include "lib/noun/tstage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "model/project/life.h"
#include "model/project/project.h"

static void take_word(Duban__ProjectMoveRequest *b, char *word)
{
	char *value = strchr(word, '=');

	if (value)
		*value++ = '\0';
	if (strcmp(word, "at") == 0)
		b->at_date = (uint32_t)strtoul(value, NULL, 10);
	else if (strcmp(word, "reason") == 0)
		b->reason = value;
	else if (strcmp(word, "approver") == 0)
		b->approver = value;
	else if (strcmp(word, "document") == 0)
		b->document = value;
	else if (strcmp(word, "exemption") == 0)
		b->exemption = value;
	else if (strcmp(word, "correction") == 0)
		b->correction = true;
	else if (strcmp(word, "dry") == 0)
		b->dry_run = true;
	else if (strcmp(word, "percent") == 0) {
		b->has_percent = true;
		b->percent = (uint32_t)strtoul(value, NULL, 10);
	} else
		fail_msg("stage_move does not know the word %s", word);
}

Duban__Request *stage_move(const char *project, Duban__Stage to, const char *words)
{
	static Duban__ProjectMoveRequest b;
	static Duban__Request q;
	static char buf[400];
	char *rest = buf, *word;

	b = (Duban__ProjectMoveRequest)DUBAN__PROJECT_MOVE_REQUEST__INIT;
	b.project = (char *)(uintptr_t)project;
	b.to = to;
	(void)snprintf(buf, sizeof buf, "%s", words);
	while ((word = strsep(&rest, " ")))
		if (*word)
			take_word(&b, word);
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_MOVE;
	q.project_move = &b;
	return &q;
}

Duban__Request *stage_set_code(const char *project, const char *code)
{
	static Duban__ProjectSetCodeRequest b;
	static Duban__Request q;

	b = (Duban__ProjectSetCodeRequest)DUBAN__PROJECT_SET_CODE_REQUEST__INIT;
	b.project = (char *)(uintptr_t)project;
	b.code = (char *)(uintptr_t)code;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_SET_CODE;
	q.project_set_code = &b;
	return &q;
}

Duban__Project *stage_project(struct world *w, const char *code)
{
	struct txn *t = engine_txn(w->engine);

	return project_get(t, w->arena, project_by_code(t, code));
}

Duban__Life *stage_life(struct world *w, const char *code)
{
	struct txn *t = engine_txn(w->engine);

	return life_get(t, w->arena, project_by_code(t, code));
}

bool stage_said(const Duban__Reply *r, const char *code)
{
	for (size_t i = 0; i < r->n_problem; i++)
		if (strcmp(r->problem[i]->code, code) == 0)
			return true;
	return false;
}

bool stage_named(const Duban__Reply *r, const char *code, const char *arg)
{
	for (size_t i = 0; i < r->n_problem; i++)
		for (size_t k = 0; k < r->problem[i]->n_arg; k++)
			if (strcmp(r->problem[i]->code, code) == 0 &&
			    strcmp(r->problem[i]->arg[k], arg) == 0)
				return true;
	return false;
}

static const char *const words_of[] = {"",     "谋划储备", "前期", "计划新开工", "在建", "停工",
				       "完工", "竣工",	   "投产", "达效",	 "归档", "退出"};
const char *stage_word(int stage)
{
	return words_of[stage];
}

void stage_city(struct world *w)
{
	char csv[4000] = PROJECTS_HEADER;

	world_city(w);
	for (int s = 1; s <= STAGES; s++) {
		size_t n = strlen(csv);

		(void)snprintf(csv + n, sizeof csv - n, "S%d,%s项目,east,%s,,,2020,,,,\n", s,
			       words_of[s], words_of[s]);
	}
	world_import(w, KIND(PROJECTS), csv);
}
