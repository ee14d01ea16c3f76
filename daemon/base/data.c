#include "base/data.h"

#include <assert.h>
#include <string.h>

#include "proto/embed.h"

EMBED(shipped_bands, "bands.csv");
EMBED(shipped_cadences, "cadences.csv");
EMBED(shipped_calendar, "calendar-cn.csv");
EMBED(shipped_ladders, "ladders.csv");
EMBED(shipped_parameters, "parameters.csv");
EMBED(shipped_papers, "papers.csv");
EMBED(shipped_scores, "scores.csv");
EMBED(shipped_templates, "templates.csv");
EMBED(shipped_brief, "brief.txt");
EMBED(shipped_bulletin, "bulletin.txt");
EMBED(shipped_pack, "pack.txt");
EMBED(shipped_daily, "daily.txt");
EMBED(shipped_news, "news.txt");
EMBED(shipped_correction, "correction.txt");

struct bytes data_bands(void)
{
	return EMBEDDED(shipped_bands);
}

struct bytes data_cadences(void)
{
	return EMBEDDED(shipped_cadences);
}

struct bytes data_calendar(void)
{
	return EMBEDDED(shipped_calendar);
}

struct bytes data_ladders(void)
{
	return EMBEDDED(shipped_ladders);
}

struct bytes data_parameters(void)
{
	return EMBEDDED(shipped_parameters);
}

struct bytes data_papers(void)
{
	return EMBEDDED(shipped_papers);
}

struct bytes data_scores(void)
{
	return EMBEDDED(shipped_scores);
}

struct bytes data_templates(void)
{
	return EMBEDDED(shipped_templates);
}

struct bytes data_brief(void)
{
	return EMBEDDED(shipped_brief);
}

struct bytes data_bulletin(void)
{
	return EMBEDDED(shipped_bulletin);
}

struct bytes data_pack(void)
{
	return EMBEDDED(shipped_pack);
}

struct bytes data_daily(void)
{
	return EMBEDDED(shipped_daily);
}

struct bytes data_news(void)
{
	return EMBEDDED(shipped_news);
}

struct bytes data_correction(void)
{
	return EMBEDDED(shipped_correction);
}

void data_rows(struct bytes csv, struct data_text into, size_t columns, void (*add)(char **cell))
{
	enum { COLUMNS_MAX = 16 };
	char *rest = into.text, *line, *cell[COLUMNS_MAX];

	assert(csv.size < into.size && columns <= COLUMNS_MAX);
	memcpy(into.text, csv.data, csv.size);
	into.text[csv.size] = '\0';
	(void)strsep(&rest, "\n"); /* the header */
	while ((line = strsep(&rest, "\n"))) {
		if (!*line)
			continue;
		for (size_t i = 0; i < columns; i++) {
			cell[i] = strsep(&line, ",");
			assert(cell[i]);
		}
		assert(!line);
		add(cell);
	}
}
