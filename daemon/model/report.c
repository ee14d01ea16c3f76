#include "model/counter.h"
#include "model/fold.h"
#include "model/nouns.h"
#include "model/record.h"

int report_list(struct txn *t, struct arena *a, uint32_t project, size_t max,
		struct report_page *ret)
{
	struct key *k = key_u32(KEY(), project);
	struct scan s = scan_start(t, TABLE_report, key_bytes(k));
	Duban__Report **all = NULL;
	size_t n = 0;

	while (scan_next(&s)) {
		all = arena_grow(a, all, n, sizeof *all);
		if (!all)
			return -ENOMEM;
		all[n] = record_unpack(t, s.value, &duban__report__descriptor, a);
		if (!all[n])
			break;
		n++;
	}
	if (txn_error(t))
		return txn_error(t);
	for (size_t i = 0; i < n / 2; i++) {
		Duban__Report *r = all[i];

		all[i] = all[n - 1 - i];
		all[n - 1 - i] = r;
	}
	*ret = (struct report_page){.report = all, .n = n < max ? n : max};
	return 0;
}

static void fold_report_submitted(struct txn *t, struct arena *a, const Duban__Event *e,
				  const void *body)
{
	const Duban__ReportSubmitted *b = body;
	const Duban__Report *r = b->report;

	(void)a;
	(void)e;
	record_put(t, TABLE_report, key_bytes(key_u32(key_u32(KEY(), r->project), r->num)), r);
	counter_raise(t, "report", r->num);
}
FOLD(REPORT_SUBMITTED, fold_report_submitted);
