/* What lists show of a project and of a warning: rows of a reply, with names in place of
 * numbers. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/api.pb-c.h"
#include "proto/model.pb-c.h"

struct request;
struct subject_about;

/* What lists show */
int row_project(struct request *rq, const Duban__Project *p, Duban__ProjectRow **ret);
/* p NULL: of the city. */
int row_warning(struct request *rq, const Duban__Warning *w, const Duban__Project *p,
		Duban__WarningRow **ret);
/* What its kind says of a warning's subject (p NULL: of the city); false: it is there no more. */
bool row_subject(struct request *rq, const Duban__Subject *s, const Duban__Project *p,
		 struct subject_about *ret);
/* Open warnings of a project, worst lamp first. */
int row_warnings_of(struct request *rq, const Duban__Project *p, Duban__WarningRow ***ret,
		    size_t *ret_n);
