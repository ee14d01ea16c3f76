/* The checksum behind each row of the outbox: CRC-32C of key and row, so that a row is not believed
 * under another key either. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/bytes.h"

#define OUTBOX_SUM_SIZE 4

void outbox_sum_put(struct bytes key, struct bytes row, uint8_t ret[OUTBOX_SUM_SIZE]);
/* Takes the sum off the end of `*row`. */
bool outbox_sum_holds(struct bytes key, struct bytes *row);
