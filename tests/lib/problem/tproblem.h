/* A project of a county's unit with its department, and requests about its problems, written as
 * text (lib/rights/body.h), by whom they come from. */
#pragma once

#include <stdbool.h>

#include "proto/api.pb-c.h"

struct world;

/* Units office, duban (督查问责办), the county east with site and crew below it, west, and the
 * department trade; project P1 of site and trade. A file of P1 is stored. */
void tproblem_city(struct world *w);
/* From now on the requests are those of a role, of a unit ("" = of the city). */
void tproblem_as(struct world *w, Duban__Role role, const char *unit);
/* As world_until, on whosever behalf the test asks. */
void tproblem_until(struct world *w, const char *when);
/* The word @file in `text` is the digest of the stored file. */
const Duban__Reply *tproblem_ask(struct world *w, const char *request, const char *text);
const Duban__Reply *tproblem_ok(struct world *w, const char *request, const char *text);
/* Asserts the code of the refusal, and that nothing was written. */
void tproblem_no(struct world *w, const char *request, const char *text, const char *code);
/* The stored problem. */
const Duban__ProblemCase *tproblem_get(struct world *w, const char *id);
/* Is it proposed that the problem goes to the tier (and not decided, nor lapsed)? */
bool tproblem_proposed(struct world *w, const char *id, Duban__ProblemTier to);

#define UNIT_ROLE DUBAN__ROLE__ROLE_UNIT
#define COUNTY_ROLE DUBAN__ROLE__ROLE_COUNTY
#define SECTOR_ROLE DUBAN__ROLE__ROLE_SECTOR
#define OFFICE_ROLE DUBAN__ROLE__ROLE_OFFICE
#define SUPERVISION_ROLE DUBAN__ROLE__ROLE_SUPERVISION
