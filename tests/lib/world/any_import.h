/* Files of every kind, made up from the kinds' columns. */
#pragma once

#include "lib/world/any.h"
#include "proto/api.pb-c.h"

struct any;
struct record_column;
struct import_kind;

const struct import_kind *any_kind(struct any *y);
/* A cell of the column, as a file spells it. */
char *any_cell(struct any *y, const struct import_kind *k, const struct record_column *c);
/* A file of a few rows: made up, or what the store says itself, a little changed. The reply
 * is the import's; its ImportDone is remembered. */
Duban__Reply *any_import(struct any *y, const struct import_kind *k);
/* One record of a kind, by some of its columns. */
void any_record(struct any *y, Duban__RecordSetRequest *b);
/* A file of evidence, in parts, handed in for a project. */
Duban__Reply *any_evidence(struct any *y);
