/* Finds units and persons by the names in an imported file, and collects names for remarks. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct arena;
struct intake;
struct intake_finder;
struct intake_names;
struct request;

void intake_init(struct intake *in, struct request *rq, struct arena *scratch);
/* 0 = none, UINT32_MAX = several have the name. */
uint32_t intake_find(struct intake *in, struct intake_finder *f, const char *id_or_name);
/* Notes a name for a remark; copies it if it is new. */
void intake_note(struct intake *in, struct intake_names *n, const char *name);
/* The remark's arguments: the number of names, then the names. NULL: there are none, or no
 * memory. */
char **intake_remark(struct intake *in, const struct intake_names *n, size_t *ret_n);
