/* What will light within some days, as the daemon answers WARNING_AHEAD. */
#pragma once

#include <stdbool.h>

struct cli;
struct json;

struct ahead;
/* What is asked; list and unit NULL: of all projects. */
struct ahead_asked {
	const char *list, *unit;
	unsigned days; /* 0: the default */
	bool lit;      /* also what is lit already */
};
/* 0, a verdict that has been reported, or -errno. */
int ahead_ask(struct cli *c, const struct ahead_asked *asked, struct ahead **ret);
void ahead_free(struct ahead *a);
/* A line for each rule: how many projects, and which file keeps its lamps dark. */
void ahead_print(struct cli *c, const struct ahead *a);
/* The same as a member of the open JSON object, or as a value of its own (key NULL). */
void ahead_json(struct json *j, const char *key, const struct ahead *a);
