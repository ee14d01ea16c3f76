/* The ledger's lines: told on a notice, sure on its receipt, taken back on its failure. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* The notice that tells. */
struct ledger_line {
	uint32_t person, notice;
	int64_t at;
	const char *post;
};

/* Notices are made from now on. */
void notices_begin(struct txn *t, int64_t at);
void ledger_tell(struct txn *t, struct arena *a, const struct ledger_line *of,
		 const Duban__NoticeItem *item);
/* The result of notice `n`, which is stored already, for one line of its recipient. */
void ledger_report(struct txn *t, Duban__NoticeEntry *e, const Duban__Notice *n);
/* Was it never sent, or never arrived? */
bool notice_came_to_nothing(Duban__NoticeResult r);
