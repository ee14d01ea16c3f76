#include "lib/noun/tcalendar.h"

#include <stdio.h>
#include <string.h>

#include "proto/model.pb-c.h"

struct calendar *tcalendar_read(const char *path)
{
	_cleanup_fclose_ FILE *f = fopen(path, "re");
	_cleanup_(calendar_freep) struct calendar *c = NULL;
	char line[256];

	if (!f || calendar_new(&c) < 0)
		return NULL;
	while (fgets(line, sizeof line, f)) {
		date_t d;
		int kind = DUBAN__DAY_KIND__DAY_KIND_HOLIDAY;

		if (strlen(line) < 18 || line[10] != ',')
			continue;
		line[10] = 0;
		if (!date_parse(line, &d))
			continue;
		if (strncmp(line + 11, "workday,", 8) == 0)
			kind = DUBAN__DAY_KIND__DAY_KIND_WORKDAY;
		calendar_set_day(c, d, kind);
	}
	for (int year = 2007; year <= 2026; year++)
		calendar_publish_year(c, year);
	calendar_set_version(c, 1);
	calendar_seal(c);
	return TAKE_PTR(c);
}
