/* A city as the source documents tell of it (scenario/source), requests by whose hand, and what
 * came of one subject, picked out of everything that the world's clock made happen. */
#pragma once

#include "proto/api.pb-c.h"

struct world;

/* A world at that instant with the ladder and no cadence: the office, 督查问责办, the department
 * 住建局, the county 东湖 with its 城投; P1 is theirs. Each recipient of a ladder has a holder with
 * a number: ye 责任人, xin 联络员, fen 分管, zhu 主要负责人 of site; ke, fuju, ju of the
 * department; ban 县区专班, chang 常务副区长, qu 区长 of the county; du 督查问责办, bao
 * 领导小组办公室; gua 挂点市领导 of P1, fushi 分管副市长, changwu and shi of the leading group.
 * Hands (principals): site, east, trade, bao, du, gua; NULL is the admin socket. */
struct world *source_city(const char *start, const char *ladder);
/* The cadence is in force from now on. */
void source_cadence(struct world *w, const char *profile);
/* A chain of P1: rows "project,no,name,class,unit,leader,person,after,limit,chain_start". */
void source_chain(struct world *w, const char *rows);

/* By the hand of that name, then the admin socket's again. `text` as in lib/rights/body.h; @file is
 * the digest of a stored file of P1. */
const Duban__Reply *source_ok(struct world *w, const char *hand, const char *request,
			      const char *text);
/* It is refused with that code, and changes nothing. */
void source_no(struct world *w, const char *hand, const char *request, const char *text,
	       const char *code);

/* What was logged since the last call of the same function, of the subject alone: "P1/1 W02".
 *   source_lamps  "03-07 00:00 yellow P1/1 W02 due 03-06\n"
 *   source_steps  "03-20 00:00 P1/1 W02: 2\n"
 *   source_told   "03-09 08:30 begin: ye xin\n"		in the order in which they were told
 */
void source_lamps(struct world *w, const char *subject, const char *lines);
void source_steps(struct world *w, const char *subject, const char *lines);
void source_told(struct world *w, const char *subject, const char *lines);
void source_forget(struct world *w); /* what was logged so far */
/* The gateway reports that all that was told so far has arrived. */
void source_delivered(struct world *w);
/* "ye xin": who has the text of a lamp of the rule, and nothing was done about it since (跟踪问效).
 */
void source_unheeded(struct world *w, const char *rule, const char *expected);

/* Who stands behind the step of the lamp's ladder today, taken or the next: "deputy:fen". */
void source_holders(struct world *w, const char *lamp, uint32_t step, const char *expected);
/* "order accepted, talk open" of that lamp or matter, in the order of the list. */
void source_proposals(struct world *w, const char *lamp, const char *expected);
/* "L2 working zhujian 2020-03-23 0": tier, state, unit (- the office), due (- none), days late. */
void source_problem(struct world *w, const char *id, const char *expected);
/* "signed site 2020-04-01 0 site": state, unit, due, days late, whose turn (- nobody's or the
 * office's). */
void source_order(struct world *w, const char *number, const char *expected);
/* Raised and cleared of the rule ("": all), of P1's lamps from that day to that, "1/1". */
void source_rate(struct world *w, const char *rule, const char *days, const char *expected);
/* "id due why" of what the todo list, so asked ("unit=dcb"), tells of that kind: "D4 2020-03-16
 * revisit". */
void source_todo(struct world *w, const char *asked, const char *kind, const char *expected);
