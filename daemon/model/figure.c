#include "model/project.h"
#include "model/record.h"

Duban__Figure *figure_get(struct txn *t, struct arena *a, uint32_t project, uint32_t month)
{
	return record_get(t, TABLE_figure, key_bytes(key_u32(key_u32(KEY(), project), month)),
			  &duban__figure__descriptor, a);
}

int figures_load(struct txn *t, struct arena *a, uint32_t project, struct months span,
		 struct figures *ret)
{
	struct scan s = scan_start(t, TABLE_figure, key_bytes(key_u32(KEY(), project)));
	Duban__Figure **all = NULL;
	size_t n = 0;

	while (scan_next(&s)) {
		Duban__Figure *f = record_unpack(t, s.value, &duban__figure__descriptor, a);

		if (!f || f->month > span.to)
			break;
		if (f->month < span.from)
			continue;
		all = arena_grow(a, all, n, sizeof *all);
		if (!all)
			return -ENOMEM;
		all[n++] = f;
	}
	*ret = (struct figures){.figure = all, .n = n};
	return txn_error(t);
}
