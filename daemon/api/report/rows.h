/* Writes reports as rows of a file with everything that happened to them, so that an empty store
 * can import them. */
#pragma once

#include "proto/bytes.h"

struct rows_out;

void report_write(struct rows_out *s, struct bytes key, struct bytes value);
