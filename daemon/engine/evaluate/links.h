/* Evaluating the links of one chain. */
#pragma once

#include <stdint.h>

struct evaluation;
struct notice;

/* A chain's links; says which deadlines a notice moved (or NULL). */
int evaluate_chain(struct evaluation *l, uint32_t year, const struct notice *notice);
