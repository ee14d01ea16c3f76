/* SipHash-2-4 with 128 bits of result, by libsodium: a keyed hash for many short inputs. */
#pragma once

#include <stdint.h>

#include "proto/bytes.h"

#define SIPHASH_SIZE 16

void siphash(const uint8_t key[SIPHASH_SIZE], struct bytes b, uint8_t ret[SIPHASH_SIZE]);
