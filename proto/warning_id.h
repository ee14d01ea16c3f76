/* The id of a warning as text, the same in the daemon and in its clients.
 *     W01-17-2020-3-1         rule, project number, year, link, occurrence; year 0 and link 0: the
 *                             project itself
 *     W90-camera-7-1          of another kind of subject: rule, kind, number, occurrence
 *     W31-batch-3.2-p17-y2020-1   with a sub-number, of project 17, of the year 2020 */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

#define SUBJECT_KIND_MAX 24 /* "camera" */
#define WARNING_ID_MAX 112

struct warning_id {
	uint32_t rule, occurrence;
	Duban__Subject subject; /* points to `kind`, so this struct cannot be copied */
	char kind[SUBJECT_KIND_MAX + 1];
};

/* Returns buf. */
char *warning_id_print(char buf[WARNING_ID_MAX], const Duban__Subject *s, uint32_t rule,
		       uint32_t occurrence);
/* False: the text is not the id of a warning. */
bool warning_id_parse(const char *text, struct warning_id *ret);
