/* The rows of an upload as bytes, and back: for each row its line and the number of its cells (32
 * bits, big-endian), then the cells, each ended by 0.
 * Example: 00000002 00000002 "P1\0" "一号项目\0" */
#pragma once

#include <stdbool.h>

#include "api/records/upload.h"
#include "proto/bytes.h"

/* *ret by malloc. -ENOMEM. */
int rows_pack(const struct upload_rows *rows, struct bytes *ret);
/* False: these bytes hold no rows, or there is no memory. The cells point into `bytes`. */
bool rows_unpack(struct arena *a, struct bytes bytes, struct upload_rows *ret);
