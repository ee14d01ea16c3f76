/* Random files of every kind of import, generated from the columns of the kind. */
#pragma once

#include "lib/any/any.h"
#include "proto/api.pb-c.h"

struct any;
struct record_column;
struct import_kind;

const struct import_kind *any_kind(struct any *y);
/* A random cell of the column, as it is written in a file. */
char *any_cell(struct any *y, const struct import_kind *k, const struct record_column *c);
/* Imports a file of a few rows, either random or exported from the store with a few changes.
 * Returns the reply; the seq of its ImportDone is kept in y->import_seq. */
Duban__Reply *any_import(struct any *y, const struct import_kind *k);
/* Fills in a request that sets some columns of one record. */
void any_record(struct any *y, Duban__RecordSetRequest *b);
/* Uploads a file of evidence for a project, in parts. */
Duban__Reply *any_evidence(struct any *y);
