#include "client/cli/project/code.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "proto/api.pb-c.h"
#include "proto/status.h"

bool project_is_name(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80 ||
		    (!isalnum((unsigned char)*text) && !strchr("-_.", *text)))
			return true;
	return false;
}

int project_code(struct cli *c, const char *text, char told[CODE_MAX + 1])
{
	const Duban__Reply *r;
	Duban__ProjectShowRequest q = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	q.project = cli_loose(text);
	int rc = CLI_ASK(c, PROJECT_SHOW, project_show, &q, &r);
	const Duban__ProjectRow *p = rc == 0 && r->body_case == DUBAN__REPLY__BODY_PROJECT_SHOW
					 ? r->project_show->project
					 : NULL;
	bool code = p && strcmp(p->code, text) == 0;
	for (size_t i = 0; p && i < p->n_former; i++)
		code |= strcmp(p->former[i], text) == 0;
	bool name = p && strcmp(p->name, text) == 0;
	if (rc == 0 && !code && !name)
		return cli_fail(c, STATUS_NOT_FOUND, "project.unknown", text, NULL);
	if (rc == 0)
		(void)snprintf(told, CODE_MAX + 1, "%s", code ? text : p->code);
	return rc;
}
