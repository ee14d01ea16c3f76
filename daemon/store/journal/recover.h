/* Opening the journal: it is created, or checked, its torn tail cut and the rest of the tail
 * written again. */
#pragma once

#include <stdint.h>

struct journal;
struct journal_config;

int journal_recover(struct journal *j, const struct journal_config *c, uint64_t *ret_cut_seq);
int journal_create(struct journal *j, const struct journal_config *c);
