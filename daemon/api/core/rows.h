/* The rows of projects and warnings in replies: names instead of numbers. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/api.pb-c.h"
#include "proto/model.pb-c.h"

struct request;
struct subject_about;

int row_project(struct request *rq, const Duban__Project *p, Duban__ProjectRow **ret);
/* p NULL: a warning of the city. */
int row_warning(struct request *rq, const Duban__Warning *w, const Duban__Project *p,
		Duban__WarningRow **ret);
/* What the subject's kind tells about it (p NULL: a subject of the city); false: it does not exist
 * any more. */
bool row_subject(struct request *rq, const Duban__Subject *s, const Duban__Project *p,
		 struct subject_about *ret);
/* Open warnings of a project, worst lamp first. */
int row_warnings_of(struct request *rq, const Duban__Project *p, Duban__WarningRow ***ret,
		    size_t *ret_n);
