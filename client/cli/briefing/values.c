#include "client/cli/briefing/values.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void values_done(struct values *v)
{
	for (size_t i = 0; i < v->n; i++) {
		free((char *)(uintptr_t)v->value[i].name);
		free((char *)(uintptr_t)v->value[i].value);
	}
	free(v->value);
	*v = (struct values){.n = 0};
}

int values_add(struct values *v, const char *name, const char *figure, char *text)
{
	struct document_value *grown = realloc(v->value, (v->n + 2) * sizeof *grown);
	char *key = NULL;
	if (grown)
		v->value = grown;
	if (asprintf(&key, "%s%s%s", name ? name : "", name && *figure ? "." : "", figure) < 0)
		key = NULL;
	if (!grown || !key || !text) {
		free(key);
		free(text);
		return -ENOMEM;
	}
	v->value[v->n++] = (struct document_value){key, text};
	v->value[v->n] = (struct document_value){NULL, NULL};
	return 0;
}

const char *values_get(const struct values *v, const char *name)
{
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->value[i].name, name) == 0)
			return v->value[i].value;
	return NULL;
}
