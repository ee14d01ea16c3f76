/* A store as another version of duban would have left it. */
#pragma once

#include <stdint.h>

/* Changes the schema number in dir/data.mdb, which nobody has open; a number from before the tables
 * had sums takes those away. Failures abort the test. */
void tschema_set(const char *dir, uint32_t number);
