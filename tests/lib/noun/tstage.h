/* Helpers for the tests of project stages: requests, stored records, problems in a reply. */
#pragma once

#include <stdbool.h>

#include "proto/api.pb-c.h"

struct world;

#define KIND(x) DUBAN__IMPORT_KIND__IMPORT_KIND_##x
#define S(x) DUBAN__STAGE__STAGE_##x
#define CONFLICT DUBAN__STATUS__STATUS_CONFLICT
#define INVALID DUBAN__STATUS__STATUS_INVALID
#define PROJECTS_HEADER                                                                            \
	"code,name,unit,stage,total,plan,year,planned_start,funding,finance_assessed,unit_text\n"
#define CHAINS_HEADER "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
#define NEW_CODE "2109-360100-04-01-785867"
#define OLD_CODE "2020-360100-78-01-037883"

/* `words` sets optional fields: "at=20200110 reason=… approver=… document=… exemption=…
 * percent=100 correction dry". */
Duban__Request *stage_move(const char *project, Duban__Stage to, const char *words);
Duban__Request *stage_set_code(const char *project, const char *code);

Duban__Project *stage_project(struct world *w, const char *code);
Duban__Life *stage_life(struct world *w, const char *code);

/* True: the reply has such a problem; the second also checks for an argument. */
bool stage_said(const Duban__Reply *r, const char *code);
bool stage_named(const Duban__Reply *r, const char *code, const char *arg);

enum { STAGES = 11 };
const char *stage_word(int stage); /* its Chinese name: 谋划储备 */
/* Imports one project of `east` at each stage, S1 to S11 (期初). */
void stage_city(struct world *w);
