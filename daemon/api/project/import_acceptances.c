/* Import of 竣工验收, one row for each project: the organiser, the six parties with their results,
 * the open defects. */
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"

enum { PARTIES = 6, ACCEPTANCE_PARTY = 4 }; /* name and result of each, in the order of PartyKind */

/* Space for all six parties; parties without a value are dropped in the end. */
struct parties {
	Duban__AcceptanceParty one[PARTIES];
	Duban__AcceptanceParty *list[PARTIES];
};

static void take_parties(struct parties *x, const Duban__Acceptance *was)
{
	for (int i = 0; i < PARTIES; i++) {
		duban__acceptance_party__init(&x->one[i]);
		x->one[i].kind = (Duban__PartyKind)(i + 1);
	}
	for (size_t i = 0; was && i < was->n_party; i++) {
		unsigned k = (unsigned)was->party[i]->kind;

		if (k >= 1 && k <= PARTIES)
			x->one[k - 1] = *was->party[i];
	}
}

static bool read_parties(struct record_row *r, struct parties *x)
{
	bool fine = true;

	for (unsigned i = 0; i < PARTIES; i++) {
		const struct cell *name = &r->cell[ACCEPTANCE_PARTY + 2 * i], *result = name + 1;
		int value = (int)x->one[i].result;

		fine = cell_text(name, NAME_MAX_BYTES, &x->one[i].name) && fine;
		fine = cell_enum(result, &duban__party_result__descriptor, &value) && fine;
		x->one[i].result = (Duban__PartyResult)value;
	}
	return fine;
}

static void put_parties(struct parties *x, Duban__Acceptance *now)
{
	now->party = x->list;
	now->n_party = 0;
	for (int i = 0; i < PARTIES; i++)
		if (*x->one[i].name || x->one[i].result)
			now->party[now->n_party++] = &x->one[i];
}

static bool check_acceptance(struct record_row *r)
{
	struct parties *x = arena_alloc(r->im->in.scratch, sizeof *x);

	r->im->in.full = r->im->in.full || !x;
	if (!x)
		return false;
	take_parties(x, r->was);
	if (!read_parties(r, x))
		return false;
	put_parties(x, r->now);
	return true;
}

static void write_acceptance(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Acceptance *x = out_record(s, value, &duban__acceptance__descriptor);

	(void)key;
	if (!x || !out_shown(s, x))
		return;
	out_row(s);
	out_fields(s, x);
	for (size_t i = 0; i < x->n_party; i++) {
		size_t column = ACCEPTANCE_PARTY + 2 * ((size_t)x->party[i]->kind - 1);

		out_text(s, column, x->party[i]->name);
		out_enum(s, column + 1, &duban__party_result__descriptor, (int)x->party[i]->result);
	}
}

RECORD_KIND(ACCEPTANCES, .check = check_acceptance, .write = write_acceptance);
