#include "client/cli/out.h"

bool cli_json(const struct cli *c)
{
	return c->json && !cli_option(c, "out");
}

int cli_table(struct cli *c, struct table *t)
{
	(void)c;
	return table_print(t, stdout);
}
