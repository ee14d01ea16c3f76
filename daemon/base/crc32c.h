/* CRC-32C (Castagnoli). Uses the CPU's instruction where there is one. */
#pragma once

#include <stdint.h>

#include "proto/bytes.h"

/* Start with 0; pass the result in again for the next piece. */
uint32_t crc32c(uint32_t crc, struct bytes b);
uint32_t crc32c_portable(uint32_t crc, struct bytes b); /* without the CPU's instruction */
