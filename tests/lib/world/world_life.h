/* Events in the life of projects: stage changes, reports that the office confirms at once, entry
 * into the statistics' library. Each function asserts that its requests are accepted. */
#pragma once

#include "proto/api.pb-c.h"

struct world;

/* Changes the stage, with a document, a reason, an approver and 形象进度 100 %. `ymd` 0 = today. */
void life_move(struct world *w, const char *code, Duban__Stage to, uint32_t ymd);
/* Enters the project into the library, after filing all the papers that are required. */
void life_enter_library(struct world *w, const char *code, uint32_t ymd);
uint32_t life_hand_in(struct world *w, Duban__ReportSubmitRequest *b); /* number of the report */
void life_confirm(struct world *w, const uint32_t *num, size_t n);
void life_report(struct world *w, const char *code, uint32_t month, int64_t fen);
/* Corrects the cumulative figure too; 0: it stays. */
void life_correct_all(struct world *w, const char *code, uint32_t month, int64_t fen,
		      int64_t cumulative);
void life_correct(struct world *w, const char *code, uint32_t month, int64_t fen);
void life_explain(struct world *w, const char *code, uint32_t month);
