/* A fuzz target is one function over any bytes that must not crash, leak or break an
 * assertion. libFuzzer calls it with what it thinks up, replay.c with the files of the
 * corpus. A target makes what it needs on its first call. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
