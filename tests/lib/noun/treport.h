/* A city whose projects report, and the steps of handing in and reviewing. Projects: A of unit
 * `site` (under county `east`, no department), B of `site` with department `works`, C of county
 * `west` with neither. Short names: the tests that use it are about nothing else. */
#pragma once

#include "proto/api.pb-c.h"
#include "proto/enums.h"

struct world;

#define PASS DUBAN__VERDICT__VERDICT_PASS
#define RETURN DUBAN__VERDICT__VERDICT_RETURN

void city(struct world *w);
void as(struct world *w, const char *unit, int role); /* role 0: local */
void as_site(struct world *w);
void as_office(struct world *w);
char *loose(const char *s);

/* A request of a report; `submit` and `money` are its parts, money[0] the invested. fen < 0:
 * none. Lives until the next. */
extern Duban__ReportSubmitRequest submit;
extern Duban__Money money[4];
Duban__Request *report(const char *project, int form, uint32_t month, int64_t fen);
uint32_t hand_in(struct world *w, Duban__Request *request); /* its number */
uint32_t monthly(struct world *w, const char *project, uint32_t month, int64_t fen);

/* Verdicts: up to four (num, verdict) pairs ended by 0. */
extern Duban__ReportVerdict verdict[4];
Duban__Request *judge(uint32_t first, int how, ...);
void confirm(struct world *w, uint32_t num);

Duban__Report *stored(struct world *w, uint32_t num);
Duban__Figure *figure(struct world *w, const char *project, uint32_t month);
int64_t invested(struct world *w, const char *project, uint32_t month); /* -1: none */
