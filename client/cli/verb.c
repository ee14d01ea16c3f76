#include "client/cli/verb.h"

#include <stdlib.h>
#include <string.h>

size_t verb_count(void)
{
	return (size_t)(__stop_duban_verbs - __start_duban_verbs);
}

static int compare(const void *a, const void *b)
{
	const struct verb *x = *(const struct verb *const *)a, *y = *(const struct verb *const *)b;
	int r = strcmp(x->noun, y->noun);
	return r ? r : strcmp(x->verb ? x->verb : "", y->verb ? y->verb : "");
}

void verb_sorted(const struct verb **ret)
{
	size_t n = 0;
	VERB_FOREACH(v)
	{
		ret[n++] = *v;
	}
	qsort(ret, n, sizeof(*ret), compare);
}

const struct verb *verb_find(const char *noun, const char *verb, size_t *ret_words)
{
	VERB_FOREACH(it)
	{
		const struct verb *v = *it;
		if (strcmp(v->noun, noun) != 0)
			continue;
		if (!v->verb || (verb && strcmp(v->verb, verb) == 0)) {
			*ret_words = v->verb ? 2 : 1;
			return v;
		}
	}
	return NULL;
}
