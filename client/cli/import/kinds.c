#include "client/cli/import/kinds.h"

#include <string.h>

#define KIND(name, NAME)                                                                           \
	{                                                                                          \
#name, DUBAN__IMPORT_KIND__IMPORT_KIND_##NAME                                      \
	}

const struct kind kinds[] = {
    KIND(units, UNITS),
    KIND(people, PEOPLE),
    KIND(posts, POSTS),
    KIND(groups, GROUPS),
    KIND(categories, CATEGORIES),
    KIND(lists, LISTS),
    KIND(calendar, CALENDAR),
    KIND(projects, PROJECTS),
    KIND(parameters, PARAMETERS), /* of lists, categories and projects that are there */
    KIND(lives, LIVES),
    KIND(members, MEMBERS),
    KIND(plans, PLANS),
    KIND(targets, TARGETS),
    KIND(evidence, EVIDENCE),
    KIND(acceptances, ACCEPTANCES),
    KIND(papers, PAPERS),
    KIND(gatherings, GATHERINGS),
    KIND(chains, CHAINS),
    KIND(progress, PROGRESS),
    KIND(reports, REPORTS),
    KIND(collections, COLLECTIONS),
    KIND(candidates, CANDIDATES),
    KIND(rounds, ROUNDS),
    KIND(comments, COMMENTS),
    KIND(matches, MATCHES),
    KIND(years, YEARS), /* nothing comes into a closed one */
    {},
};

const struct kind *kind_find(const char *name)
{
	for (const struct kind *k = kinds; k->name; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}
