#include "model/project/project.h"

#include <ctype.h>
#include <string.h>

#include "model/core/record.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

Duban__Project *project_get(struct txn *t, struct arena *a, uint32_t num)
{
	if (num == 0)
		return NULL;
	return record_get(t, TABLE_project, key_bytes(key_u32(KEY(), num)),
			  &duban__project__descriptor, a);
}

uint32_t project_by_code(struct txn *t, const char *code)
{
	if (!*code || strlen(code) > CODE_MAX)
		return 0;
	return txn_get_u32(t, TABLE_project_code, key_bytes(key_text(KEY(), code)));
}

void project_units_know(struct txn *t, const Duban__Project *p, bool there)
{
	const uint32_t unit[] = {p->unit, p->sector};

	for (size_t i = 0; i < sizeof unit / sizeof *unit; i++) {
		struct bytes key = key_bytes(key_u32(key_u32(KEY(), unit[i]), p->num));

		if (unit[i] && there)
			txn_put(t, TABLE_project_unit, key, BYTES("", 0));
		else if (unit[i])
			txn_del(t, TABLE_project_unit, key);
	}
}

static bool may_be_code(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80 ||
		    (!isalnum((unsigned char)*s) && !strchr("-_.", *s)))
			return false;
	return true;
}

Duban__Project *project_named(struct txn *t, struct arena *a, const char *name, uint32_t after)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	struct scan s;
	size_t n = strlen(name);

	if (may_be_code(name) || n > NAME_MAX_BYTES || arena_new(&one, WIRE_ARENA_MAX))
		return NULL;
	s = scan_after(t, TABLE_project, BYTES("", 0),
		       after ? key_bytes(key_u32(KEY(), after)) : BYTES("", 0));
	while (scan_next(&s)) {
		Duban__Project *p;

		/* a record that holds the name somewhere is read, no other */
		if (!memmem(s.value.data, s.value.size, name, n))
			continue;
		p = record_unpack(t, s.value, &duban__project__descriptor, one);
		if (p && strcmp(p->name, name) == 0)
			return project_get(t, a, p->num);
		arena_reset(one);
	}
	return NULL;
}

uint32_t project_find(struct txn *t, struct arena *a, const char *code_or_name)
{
	uint32_t found = project_by_code(t, code_or_name);
	Duban__Project *p;

	if (found)
		return found;
	p = project_named(t, a, code_or_name, 0);
	found = p ? p->num : 0;
	return p && project_named(t, a, code_or_name, found) ? UINT32_MAX : found;
}

bool project_active(const Duban__Project *p)
{
	return p->stage != DUBAN__STAGE__STAGE_WITHDRAWN &&
	       p->stage != DUBAN__STAGE__STAGE_ARCHIVED;
}

bool project_on_list(const Duban__Project *p, const char *list)
{
	for (size_t i = 0; i < p->n_list; i++)
		if (strcmp(p->list[i], list) == 0)
			return true;
	return false;
}
