#include "base/data.h"

#include "proto/embed.h"

EMBED(shipped_bands, "bands.csv");
EMBED(shipped_calendar, "calendar-cn.csv");
EMBED(shipped_parameters, "parameters.csv");
EMBED(shipped_papers, "papers.csv");
EMBED(shipped_templates, "templates.csv");

struct bytes data_bands(void)
{
	return EMBEDDED(shipped_bands);
}

struct bytes data_calendar(void)
{
	return EMBEDDED(shipped_calendar);
}

struct bytes data_parameters(void)
{
	return EMBEDDED(shipped_parameters);
}

struct bytes data_papers(void)
{
	return EMBEDDED(shipped_papers);
}

struct bytes data_templates(void)
{
	return EMBEDDED(shipped_templates);
}
