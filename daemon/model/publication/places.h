/* Places in a text: {rate} stands for the figure of that key, {?lead:…} for the part behind the
 * colon if that figure is neither empty nor 0. Parts do not nest. Texts are made in the arena;
 * NULL: no memory. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/model.pb-c.h"

struct arena;

struct place_set {
	Duban__PublicationFigure *const *figure;
	size_t n;
};

/* "" if there is no such figure. */
const char *places_value(const struct place_set *p, const char *key);
/* Everything filled in. */
char *places_fill(struct arena *a, const struct place_set *p, const char *text);
/* Only the parts decided; the places in what is left of them stay. */
char *places_decide(struct arena *a, const struct place_set *p, const char *text);
/* The first place that no figure fills, or an opening brace that nothing closes; NULL: none. A part
 * is none that a person may write. */
const char *places_unknown(struct arena *a, const struct place_set *p, const char *text);
