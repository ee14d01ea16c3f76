#include "lib/noun/tchart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

date_t at(uint32_t ymd)
{
	return date_from_ymd(ymd);
}

struct schedule *draw(struct tchart *c, uint32_t start, const struct chart_row *rows, size_t n)
{
	memset(c, 0, sizeof *c);
	c->schedule = (struct schedule){.start = at(start), .link = c->link, .n = n};
	for (size_t i = 0; i < n; i++) {
		struct schedule_link *l = &c->link[i];

		*l = (struct schedule_link){
		    .no = rows[i].no,
		    .state = rows[i].state,
		    .limit_kind = rows[i].kind,
		    .limit_n = rows[i].n,
		    .fixed = at(rows[i].fixed),
		    .begin = at(rows[i].begin),
		    .started = DATE_NONE,
		    .finished = at(rows[i].finished),
		    .cancelled = at(rows[i].cancelled),
		    .suspended = at(rows[i].suspended),
		    .extended_on = DATE_NONE,
		    .class = rows[i].class,
		    .shift_given = rows[i].shift,
		    .after = c->after[i],
		};
		memcpy(c->after[i], rows[i].after, sizeof rows[i].after);
		while (l->n_after < 3 && rows[i].after[l->n_after])
			l->n_after++;
	}
	return &c->schedule;
}

void assert_day(date_t d, uint32_t ymd)
{
	if (date_ymd(d) != ymd)
		fail_msg("%u, expected %u", date_ymd(d), ymd);
}
