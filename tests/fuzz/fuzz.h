/* A fuzz target is one function that takes any bytes and must not crash, leak or break an
 * assertion. libFuzzer calls it with inputs it generates, replay.c with the files of the corpus. A
 * target sets itself up on its first call. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
