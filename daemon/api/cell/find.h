/* Finds units, persons and projects by the names in an imported file, and collects names for
 * remarks. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "api/cell/cell.h"
#include "proto/api.pb-c.h"

struct arena;
struct request;

void intake_init(struct intake *in, struct request *rq, struct arena *scratch);
/* 0 = none, UINT32_MAX = several have the name. */
uint32_t intake_find(struct intake *in, struct intake_finder *f, const char *id_or_name);
/* The codes of projects that have one name, in the request's arena. */
struct intake_codes {
	char *code[INTAKE_NAMES_MAX];
	size_t n;
};
/* A project by its code, else by a name that only one project has which the caller may read; it may
 * also be one that he may not read. UINT32_MAX: several, with their codes. */
uint32_t intake_project(struct intake *in, const char *code_or_name, struct intake_codes *ret);
/* Adds the codes to a problem's arguments; -ENOMEM. */
int intake_say_codes(struct intake *in, Duban__Problem *to, const struct intake_codes *codes);
/* Notes a name for a remark; copies it if it is new. */
void intake_note(struct intake *in, struct intake_names *n, const char *name);
/* The remark's arguments: the number of names, then the names. NULL: there are none, or no
 * memory. */
char **intake_remark(struct intake *in, const struct intake_names *n, size_t *ret_n);
