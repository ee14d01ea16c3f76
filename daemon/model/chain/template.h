/* Chain templates (环节模板), shipped as data/templates.csv. One row is one link. A chain made from
 * a template is a copy: it belongs to the project and later changes of the template do not affect
 * it. */
#pragma once

#include "proto/bytes.h"
#include "proto/limits.h"
#include "proto/model.pb-c.h"

enum template_date { TEMPLATE_DATE_LIMIT, TEMPLATE_DATE_START, TEMPLATE_DATE_FINISH };

struct template_link {
	const char *template; /* "T-GOV" */
	const char *name;     /* of the template */
	const char *cap;      /* parameter approval.cap_<cap> */
	uint32_t no;
	const char *link;
	int class; /* Duban__LinkClass */
	uint32_t after[PREREQUISITES_MAX];
	size_t n_after;
	enum template_date date; /* START, FINISH: the end of the project's planned month */
	int limit_kind;		 /* OPEN: a date must be given */
	uint32_t limit_n;
	const char *limit; /* as written */
	const char *department, *evidence, *basis;
	int step; /* Duban__LinkStep; 0: none of the project's */
};

/* Whose the link is until it is done: of the responsible unit alone (业主, 属地), also of the
 * project's own department (行业主管), or of a named one. */
enum template_department {
	TEMPLATE_DEPARTMENT_NONE,
	TEMPLATE_DEPARTMENT_SECTOR,
	TEMPLATE_DEPARTMENT_NAMED,
};
enum template_department template_department(const struct template_link *l);

size_t template_links(const struct template_link **ret); /* of all templates, in file order */
/* Finds the rows of one template and returns their number; 0: no template has that name. */
size_t template_find(const char *name, const struct template_link **ret);
/* Finds a row by what a link stores of it, "T-GOV/15"; NULL: there is none. */
const struct template_link *template_link_find(const char *made_from);
