#include "api/close/compared.h"

#include "model/core/money.h"
#include "model/core/record.h"
#include "model/report/figure.h"
#include "model/report/period.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

int bureau_add(struct txn *t, struct arena *a, uint32_t project, uint32_t month,
	       struct bureau_sum *io)
{
	const Duban__BureauFigure *b =
	    record_get(t, TABLE_bureau_figure, key_bytes(key_u32(key_u32(KEY(), project), month)),
		       &duban__bureau_figure__descriptor, a);
	struct figures f;
	int r;

	if (!b)
		return txn_error(t);
	r = figures_load(t, a, project, (struct months){.from = month / 100 * 100 + 1, .to = month},
			 &f);
	if (r)
		return r;
	io->projects++;
	io->told += money_fen(b->amount);
	for (size_t i = 0; i < f.n; i++)
		io->booked += money_fen(f.figure[i]->invested);
	return 0;
}

/* The month's report as it was handed in first; NULL: none was. */
static const Duban__Report *first_report(struct txn *t, struct arena *a, uint32_t project,
					 uint32_t month, size_t *looked)
{
	struct scan s = scan_start(t, TABLE_report, key_bytes(key_u32(KEY(), project)));

	while (scan_next(&s)) {
		const Duban__Report *r = record_unpack(t, s.value, &duban__report__descriptor, a);

		++*looked;
		/* those of old stores have no form */
		if (r && r->period_month == month && (!r->form || r->form == REPORT_FORM(MONTHLY)))
			return r;
	}
	return NULL;
}

/* What is confirmed of the month itself, wherever it is booked. */
static int64_t confirmed(const struct figures *f, uint32_t month)
{
	int64_t fen = 0;

	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->figure[i]->n_told; k++) {
			const Duban__Told *told = f->figure[i]->told[k];

			if (told->month == month && told->invested)
				fen = told->invested->fen;
		}
	return fen;
}

int true_up_add(struct txn *t, struct arena *a, uint32_t project, uint32_t month,
		struct true_up *io)
{
	usec_t over = date_start(period_last_day(month) + 1, io->zone_minutes);
	const Duban__Report *first = first_report(t, a, project, month, &io->looked);
	struct figures f;
	int r;

	if (!first || (usec_t)first->submitted_at >= over)
		return txn_error(t);
	r = figures_load(t, a, project, (struct months){.from = month, .to = MONTH_LAST}, &f);
	if (r)
		return r;
	io->projects++;
	io->expected += money_fen(first->invested);
	io->came += confirmed(&f, month);
	return 0;
}
