/* What happens to projects in a world: moves, reports that the office confirms at once, entry in
 * the statistics' library. Asserts that each is accepted. */
#pragma once

#include "proto/api.pb-c.h"

struct world;

/* With a document, a reason and an approver; 形象进度 100 %. `ymd` 0 = today. */
void life_move(struct world *w, const char *code, Duban__Stage to, uint32_t ymd);
/* With all the papers it takes. */
void life_enter_library(struct world *w, const char *code, uint32_t ymd);
uint32_t life_hand_in(struct world *w, Duban__ReportSubmitRequest *b); /* the report's number */
void life_confirm(struct world *w, const uint32_t *num, size_t n);
void life_report(struct world *w, const char *code, uint32_t month, int64_t fen);
void life_correct(struct world *w, const char *code, uint32_t month, int64_t fen);
void life_explain(struct world *w, const char *code, uint32_t month);
