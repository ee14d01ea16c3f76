/* The journal at start: created, or checked, with a torn tail cut and the rest written again. */
#pragma once

#include <stdint.h>

struct journal;
struct journal_config;

int journal_recover(struct journal *j, const struct journal_config *c, uint64_t *ret_cut_seq);
int journal_create(struct journal *j, const struct journal_config *c);
