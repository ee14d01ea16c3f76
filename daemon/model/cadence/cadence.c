#include "model/cadence/cadence.h"

#include <assert.h>
#include <string.h>

#include "base/data.h"
#include "model/core/record.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/txn.h"

enum { ROWS_MAX = 160, COLUMNS = 8, TEXT_BYTES = 32 * 1024 };

static Duban__Cadence rows[ROWS_MAX];
static char text[TEXT_BYTES];
static size_t n_rows;

static void add(char **cell)
{
	Duban__Cadence *c = &rows[n_rows++];
	struct when w;

	assert(n_rows <= ROWS_MAX);
	duban__cadence__init(c);
	c->profile = cell[0];
	c->form = (Duban__DutyForm)wire_enum_value(&duban__duty_form__descriptor, cell[1]);
	c->tier = (Duban__DutyTier)wire_enum_value(&duban__duty_tier__descriptor, cell[2]);
	c->who = cell[3];
	c->when = cell[4];
	c->lamps = strcmp(cell[5], "yes") == 0;
	c->attendance = cell[6];
	c->basis = cell[7];
	assert(c->form && c->tier && when_parse(c->when, &w));
}

static size_t shipped(void)
{
	if (n_rows == 0)
		data_rows(data_cadences(), (struct data_text){text, sizeof text}, COLUMNS, add);
	return n_rows;
}

const Duban__Cadence *cadence_shipped(const char *profile, Duban__DutyForm form)
{
	size_t n = shipped();

	for (size_t i = 0; i < n; i++)
		if (rows[i].form == form && strcmp(rows[i].profile, profile) == 0)
			return &rows[i];
	return NULL;
}

bool cadence_profile_known(const char *profile)
{
	size_t n = shipped();

	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].profile, profile) == 0)
			return true;
	return false;
}

const char *cadence_profile(struct txn *t, struct arena *a)
{
	const struct parameter_def *d = parameter_def("cadence.profile");
	const Duban__Parameter *p = parameter_in_force(t, a, NULL, d);
	const char *profile = p ? p->value : d->value;

	return cadence_profile_known(profile) ? profile : "";
}

const Duban__Cadence *cadence_row(struct txn *t, struct arena *a, const char *profile,
				  Duban__DutyForm form)
{
	struct key *k = key_u32(key_text(KEY(), profile), (uint32_t)form);
	const Duban__Cadence *own =
	    record_get(t, TABLE_cadence, key_bytes(k), &duban__cadence__descriptor, a);

	return own ? own : cadence_shipped(profile, form);
}

bool cadence_of(struct txn *t, struct arena *a, const char *profile, Duban__DutyForm form,
		struct cadence *ret)
{
	if (!*profile)
		return false;
	ret->row = cadence_row(t, a, profile, form);
	return ret->row && !ret->row->off && when_parse(ret->row->when, &ret->when);
}
