/* A city whose projects submit reports, and the steps of submitting and reviewing. Projects: A of
 * unit `site` (below county `east`, without a sector), B of `site` with sector `works`, C of
 * county `west` without a sector. The names here are short and without a prefix, because the tests
 * that include this are only about reports. */
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

/* Makes a request to submit a report from `submit` and `money`, which a test can change; money[0]
 * is `invested`, absent if fen < 0. Valid until the next call. */
extern Duban__ReportSubmitRequest submit;
extern Duban__Money money[4];
Duban__Request *report(const char *project, int form, uint32_t month, int64_t fen);
uint32_t hand_in(struct world *w, Duban__Request *request); /* number of the new report */
uint32_t monthly(struct world *w, const char *project, uint32_t month, int64_t fen);

/* Makes a review request of up to four pairs (report, verdict), ended by 0. */
extern Duban__ReportVerdict verdict[4];
Duban__Request *judge(uint32_t first, int how, ...);
void confirm(struct world *w, uint32_t num);

Duban__Report *stored(struct world *w, uint32_t num);
Duban__Figure *figure(struct world *w, const char *project, uint32_t month);
int64_t invested(struct world *w, const char *project, uint32_t month); /* -1: none */
