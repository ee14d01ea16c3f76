#include "lib/any/any_absent.h"

#include <string.h>

#include "lib/any/any.h"
#include "lib/any/any_matter.h"

bool any_among(const char *field, const char *const *names)
{
	while (*names && strcmp(*names, field) != 0)
		names++;
	return *names;
}

/* How many percent of requests lack the field. Some fields are always set, because a request makes
 * no sense without them. */
static uint32_t absent(const char *field)
{
	static const char *const always[] = {
	    "pending",	"project",    "link",	    "no",   "to",	  "verdict",
	    "report",	"kind",	      "digest",	    "key",  "value",	  "column",
	    "template", "state",      "old_person", "name", "new_person", "id",
	    "code",	"import_seq", "public_key", "role", "number",	  "series",
	    "period",	"exemption",  "title",	    "text", NULL};
	static const char *const often[] = {"reason",  "document",   "approver", "year",
					    "to_date", "until_date", "percent",	 "has_percent",
					    "list",    "from_round", "to_round", "month",
					    "board",   "item",	     "section",	 NULL};
	static const char *const seldom[] = {"dry_run", "after",   "wait_ms",	 "correction",
					     "find",	"on_date", "cumulative", "from",
					     "reader",	"refuse",  "skipped",	 NULL};

	if (any_among(field, always))
		return 0;
	return any_among(field, often) ? 10 : any_among(field, seldom) ? 93 : 50;
}

/* The daemon gives these out, mostly. */
static bool is_given(const struct any *y, const char *field)
{
	static const char *const given[][2] = {
	    {"problem_raise", "id"}, {"order_issue", "number"}, {"meeting_hold", "number"}};

	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		if (strcmp(y->request, given[i][0]) == 0 && strcmp(field, given[i][1]) == 0)
			return true;
	return false;
}

uint32_t any_absent(const struct any *y, const char *field)
{
	if (is_given(y, field))
		return 70;
	return any_matter_named(y, field) ? 5 : absent(field);
}
