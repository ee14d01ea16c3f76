/* The dossier (入库资料) that 入库纳统 requires. The known papers are shipped data (papers.csv);
 * each paper that a project has is a row of its own. Of the papers with the same `alternative` one
 * is enough. */
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
	const char *alternative; /* "" = it has no alternative */
	bool required;
	const char *basis;
};

size_t paper_defs(const struct paper_def **ret); /* the shipped table */
/* Finds a paper by its key or its name; NULL. */
const struct paper_def *paper_def(const char *key_or_name);

struct paper_names {
	char **name; /* 施工合同/开工现场照片 */
	size_t n;
};
/* The required papers that a project lacks: one name for each, alternatives joined by "/". */
int papers_missing(struct txn *t, struct arena *a, uint32_t project, struct paper_names *ret);

Duban__Paper *paper_get(struct txn *t, struct arena *a, uint32_t project, const char *paper);
