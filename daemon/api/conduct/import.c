/* 约谈, 通报, 移交 as rows: what concerns several of their columns. */
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "model/project/project.h"
#include "proto/enums.h"

/* The project's history tells of it, too. False: reported. */
static bool of_project(struct record_row *r, uint32_t project)
{
	if (project)
		r->project = project_get(r->im->in.rq->txn, r->im->in.scratch, project);
	return !project || r->project;
}

static bool check_talk(struct record_row *r)
{
	const Duban__Talk *now = r->now;

	if (!now->planned_date && !now->held_date && !now->cancelled_date)
		return cell_refuse(row_cell(r, "planned"), "talk.no_day", NULL);
	if (now->held_date && now->cancelled_date)
		return cell_refuse(row_cell(r, "cancelled"), "talk.held_and_cancelled", NULL);
	if (now->cancelled_date && !*now->result)
		return cell_refuse(row_cell(r, "result"), "talk.no_cause", NULL);
	if ((*now->result || now->minutes.len) && !now->held_date && !now->cancelled_date)
		return cell_refuse(row_cell(r, "held"), "talk.not_held", NULL);
	return of_project(r, now->project);
}
RECORD_KIND(TALKS, .check = check_talk);

static bool check_circular(struct record_row *r)
{
	const Duban__Circular *now = r->now;
	bool reward = now->kind == DUBAN__CIRCULAR_KIND__CIRCULAR_KIND_REWARD;

	if (reward && now->deducted)
		return cell_refuse(row_cell(r, "deducted"), "circular.reward_deducts", NULL);
	if (!reward && now->awarded)
		return cell_refuse(row_cell(r, "awarded"), "circular.criticism_awards", NULL);
	if (!reward && now->prize)
		return cell_refuse(row_cell(r, "prize"), "circular.criticism_awards", NULL);
	if (now->rank && !now->about_month)
		return cell_refuse(row_cell(r, "about"), "circular.no_month", NULL);
	return of_project(r, now->project);
}
RECORD_KIND(CIRCULARS, .check = check_circular);

/* A lead is told to nobody but who reads the whole city: it stays out of the project's history. */
static bool check_referral(struct record_row *r)
{
	const Duban__Referral *now = r->now;

	if (now->replied_date && now->replied_date < now->sent_date)
		return cell_refuse(row_cell(r, "replied"), "referral.replied_early", NULL);
	if (!now->replied_date && (*now->reply || *now->reply_document))
		return cell_refuse(row_cell(r, "replied"), "referral.no_day", NULL);
	if (now->replied_date && !*now->reply)
		return cell_refuse(row_cell(r, "reply"), "referral.no_reply", NULL);
	return true;
}
RECORD_KIND(REFERRALS, .check = check_referral);
