/* The tables of the store and the number of their form. */
#pragma once

enum table {
#define TABLE(name, kind, meaning) TABLE_##name,
#include "store/db/tables.def"
#undef TABLE
	TABLE_MAX_,
};

enum table_kind { TABLE_KIND_STATE, TABLE_KIND_INDEX, TABLE_KIND_SCHEDULE, TABLE_KIND_ASIDE };

const char *table_name(enum table t);
enum table_kind table_kind(enum table t);

/* Raise it when the form of a table changes. A file with an older number is rebuilt from the
 * journal. */
#define DB_SCHEMA 9
