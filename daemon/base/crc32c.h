/* CRC32C (Castagnoli), with the processor's instruction where it has one. */
#pragma once

#include <stdint.h>

#include "proto/bytes.h"

/* Start with 0, feed the result back in for the next piece. */
uint32_t crc32c(uint32_t crc, struct bytes b);
uint32_t crc32c_portable(uint32_t crc, struct bytes b); /* without the CPU's instruction */
