#include "client/cli/print/done.h"

#include <stdio.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"

int done_print(struct cli *c, const Duban__Reply *r)
{
	char first[24], last[24];
	(void)snprintf(first, sizeof first, "%llu", (unsigned long long)r->first_seq);
	(void)snprintf(last, sizeof last, "%llu", (unsigned long long)r->last_seq);
	if (r->last_seq == 0)
		cli_say(c, "done.nothing", NULL);
	else if (r->first_seq == r->last_seq)
		cli_say(c, "done.one", last, NULL);
	else
		cli_say(c, "done.many", first, last, NULL);
	return 0;
}
