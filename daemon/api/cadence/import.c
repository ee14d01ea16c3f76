/* A row of the cadence: what is not said is as in the shipped row. */
#include <string.h>

#include "api/core/put.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "model/cadence/cadence.h"
#include "model/cadence/who.h"

static bool derive_cadence(struct record_row *r)
{
	Duban__Cadence *now = r->now;
	const Duban__Cadence *shipped;

	if (!cadence_profile_known(now->profile))
		return cell_refuse(row_cell(r, "profile"), "cadence.unknown_profile", NULL);
	if (!row_find(r))
		return false;
	shipped = cadence_shipped(now->profile, now->form);
	if (!r->was && shipped)
		*now = *shipped;
	return true;
}

static bool check_cadence(struct record_row *r)
{
	const Duban__Cadence *now = r->now;
	const char *bad;
	struct when w;

	if (!when_parse(now->when, &w))
		return cell_refuse(row_cell(r, "when"), "cadence.bad_when", now->when);
	if ((w.period == WHEN_COLLECTION) != (now->form == DUBAN__DUTY_FORM__DUTY_FORM_COLLECTION))
		return cell_refuse(row_cell(r, "when"), "cadence.when_of_collection", NULL);
	if (!who_valid(now->who, &bad))
		return cell_refuse(row_cell(r, "who"), "cadence.bad_who", bad);
	if (!now->tier)
		return cell_refuse(row_cell(r, "tier"), "cadence.no_tier", NULL);
	if (now->form == DUBAN__DUTY_FORM__DUTY_FORM_ONE_OFF)
		return cell_refuse(row_cell(r, "form"), "cadence.one_off", NULL);
	return true;
}

RECORD_KIND(CADENCES, .derive = derive_cadence, .check = check_cadence);
