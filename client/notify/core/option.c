#include "client/notify/core/option.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/core/fault.h"
#include "client/notify/core/secret.h"
#include "client/notify/limits.h"
#include "proto/cleanup.h"
#include "proto/status.h"
#include "text/number.h"

static int set_text(char **into, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return -ENOMEM;
	free(*into);
	*into = copy;
	return 0;
}

static int set_count(unsigned *into, const struct notify_option *row, const char *value,
		     char **ret_fault)
{
	uint32_t n;

	if (!number_parse(value, row->max, &n) || n < row->min)
		return fault_text(ret_fault, "'%s' is no number from %u to %u", value, row->min,
				  row->max);
	*into = n;
	return 0;
}

static int set_flag(bool *into, const char *value, char **ret_fault)
{
	if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
		return fault_text(ret_fault, "'%s' is neither yes nor no", value);
	*into = *value == 'y';
	return 0;
}

int notify_option_set(void *into, const struct notify_option *row, const char *value,
		      char **ret_fault)
{
	void *at = (char *)into + row->offset;
	_cleanup_free_ char *path = NULL;
	int r;

	if (strlen(value) > CONFIG_TEXT_MAX)
		return fault_text(ret_fault, "it has more than %d bytes", CONFIG_TEXT_MAX);
	switch (row->kind) {
	case OPTION_COUNT:
		return set_count(at, row, value, ret_fault);
	case OPTION_FLAG:
		return set_flag(at, value, ret_fault);
	case OPTION_SECRET:
		return secret_read(value, at, ret_fault);
	case OPTION_PATH:
		r = secret_path(value, &path, ret_fault);
		return r ? r : set_text(at, path);
	case OPTION_TEXT:
		break;
	}
	return set_text(at, value);
}

const struct notify_option *notify_option_find(const struct notify_option *rows, const char *key)
{
	for (; rows->key; rows++)
		if (strcmp(rows->key, key) == 0)
			return rows;
	return NULL;
}

void notify_options_done(void *into, const struct notify_option *rows)
{
	for (; rows->key; rows++) {
		char **at = (char **)(void *)((char *)into + rows->offset);

		if (rows->kind == OPTION_COUNT || rows->kind == OPTION_FLAG)
			continue;
		if (*at && rows->kind == OPTION_SECRET)
			explicit_bzero(*at, strlen(*at));
		free(*at);
		*at = NULL;
	}
}
