/* Bars for each unit (柱状图): what was planned and what was done, as SVG for an A4 page. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct bar {
	const char *name;
	int64_t plan, done;		   /* of one scale */
	const char *plan_text, *done_text; /* as printed beside them */
};

void bars_svg(const struct bar *bar, size_t n, FILE *out);
