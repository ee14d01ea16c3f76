/* The figures of a publication while they are gathered. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/publication/places.h"
#include "proto/model.pb-c.h"

struct arena;

struct draft_values {
	struct arena *arena;
	uint32_t year; /* that days are told of; of another year they are told with it */
	Duban__PublicationFigure **figure;
	size_t n;
	bool failed; /* out of memory */
};

void values_text(struct draft_values *v, const char *key, const char *text);
void values_number(struct draft_values *v, const char *key, int64_t n);
/* 亿元 with one decimal, half up, without ".0": "12.3". */
void values_yi(struct draft_values *v, const char *key, int64_t fen);
/* In percent; "" without a whole. */
void values_rate(struct draft_values *v, const char *key, __int128 part, __int128 whole);
/* KEY_up or KEY_down: how far a number ("2.7", "-0.3") is above or below 0; both are empty if it is
 * 0 or "". */
void values_signed(struct draft_values *v, const char *key, const char *number);
/* "9月27日", "2019年9月27日"; "" for none. */
void values_day(struct draft_values *v, const char *key, uint32_t ymd);
struct place_set values_places(const struct draft_values *v);
