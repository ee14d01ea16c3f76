/* The dossier (入库资料) that 入库纳统 asks for: which papers there may be is data
 * (papers.csv), which are there is a row each. Papers of one `alternative` stand in for each
 * other: one of them does. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

struct paper_def {
	const char *paper;	 /* "contract" */
	const char *name;	 /* 施工合同 */
	const char *alternative; /* "" = by itself */
	bool required;
	const char *basis;
};

size_t paper_defs(const struct paper_def **ret); /* the shipped table */
/* By its key or by its name; NULL. */
const struct paper_def *paper_def(const char *key_or_name);

struct paper_names {
	char **name; /* 施工合同/开工现场照片 */
	size_t n;
};
/* What is required and not there: a name each, alternatives in one. */
int papers_missing(struct txn *t, struct arena *a, uint32_t project, struct paper_names *ret);

Duban__Paper *paper_get(struct txn *t, struct arena *a, uint32_t project, const char *paper);
