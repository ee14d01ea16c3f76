#include "client/cli/print/persons.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "duban.h"

static const Duban__SheetPerson *on_page(const Duban__SheetReply *page, const char *id)
{
	for (size_t i = 0; i < page->n_person; i++)
		if (strcmp(page->person[i]->id, id) == 0)
			return page->person[i];
	return NULL;
}

const Duban__SheetPerson *cli_person(const struct cli *c, const char *id)
{
	const Duban__SheetPerson *found = NULL;
	for (size_t i = 0; !found && i < c->n_held; i++) {
		const Duban__Reply *r = duban_reply_get(c->held[i]);
		if (r->body_case == DUBAN__REPLY__BODY_SHEET)
			found = on_page(r->sheet, id);
	}
	return found;
}

char *cli_person_text(const struct cli *c, const char *id)
{
	const Duban__SheetPerson *p = cli_person(c, id);
	char *ret = NULL;
	if (p && p->shared)
		return asprintf(&ret, "%s(%s)", p->name, p->id) < 0 ? NULL : ret;
	return strdup(p ? p->name : id);
}
