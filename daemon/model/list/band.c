#include "model/list/band.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/data.h"

enum { BANDS_MAX = 16, FEN_PER_YUAN = 100 };

static char text[1024];
static const char *names[BANDS_MAX];
static int64_t below[BANDS_MAX]; /* upper bounds in fen; the last band has none */
static size_t n_bands;

static void add(char **cell)
{
	assert(n_bands < BANDS_MAX);
	names[n_bands] = cell[0];
	below[n_bands++] = *cell[1] ? strtoll(cell[1], NULL, 10) * FEN_PER_YUAN : INT64_MAX;
}

static void load(void)
{
	data_rows(data_bands(), (struct data_text){text, sizeof text}, 2, add);
	assert(n_bands && below[n_bands - 1] == INT64_MAX);
}

size_t size_bands(const char *const **ret)
{
	if (n_bands == 0)
		load();
	*ret = names;
	return n_bands;
}

const char *size_band(const Duban__Money *total)
{
	const char *const *name;
	size_t n = size_bands(&name), i = 0;

	if (!total)
		return "";
	while (i + 1 < n && total->fen >= below[i])
		i++;
	return name[i];
}
