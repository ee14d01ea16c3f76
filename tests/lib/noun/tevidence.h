/* A stored file in two parts, and the requests about it. The names are short, as in treport.h. */
#pragma once

#include <stdint.h>

#include "proto/api.pb-c.h"
#include "proto/limits.h"

struct world;

#define EVIDENCE_CONTENT (EVIDENCE_PART_BYTES + 1000)

extern uint8_t content[EVIDENCE_CONTENT], digest[HASH_SIZE];
/* The record of the last commit(), which a test can change before it is sent. */
extern Duban__Evidence evidence;

void fill(uint8_t seed); /* sets content and digest */
/* Requests, valid until the next one. */
Duban__Request *part(uint32_t no);
Duban__Request *commit(const char *project);
Duban__Request *get(uint64_t from);
void put(struct world *w, const char *project); /* both parts and the commit; it is taken */
