/* What an exemption covers, for its commands. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct request;

enum {
	EXEMPTION_DAYS_MAX = 1100,     /* of one; what lasts longer is a new plan */
	EXEMPTION_PAGE_PROJECTS = 500, /* read for one page of `exemption show` */
};

/* The projects that it may concern, by number: of a list those that are, or were, on it. */
struct number_list {
	uint32_t *num;
	size_t n;
};
int exemption_projects(struct request *rq, const Duban__Exemption *x, struct number_list *ret);
/* How many lamps are lit in its scope. */
int exemption_lit(struct request *rq, struct arena *a, const Duban__Exemption *x, uint32_t *ret);
/* Finds one by its id: STATUS_NOT_FOUND with a problem. */
int request_exemption(struct request *rq, const char *id, Duban__Exemption **ret);
