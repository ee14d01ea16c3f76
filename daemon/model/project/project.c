#include "model/project/project.h"

#include "model/core/record.h"
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
