/* Options that are numbers or times. */
#include "client/cli/frame/values.h"

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "text/date.h"
#include "text/number.h"

static int complain(struct cli *c, const char *code, const char *option, const char *text)
{
	char said[80];
	(void)snprintf(said, sizeof said, "--%s", option);
	return cli_fail(c, CLI_USAGE, code, said, text, NULL);
}

int cli_number(struct cli *c, const char *option, uint32_t max, uint32_t *ret)
{
	const char *s = cli_option(c, option);
	if (s && !number_parse(s, max, ret))
		return complain(c, "usage.number", option, s);
	return 0;
}

int cli_date(struct cli *c, const char *option, uint32_t *ret)
{
	const char *s = cli_option(c, option);
	if (s && !ymd_parse(s, ret))
		return complain(c, "usage.date", option, s);
	return 0;
}

int cli_instant(struct cli *c, const char *option, int64_t *ret)
{
	const char *s = cli_option(c, option);
	int zone, r;
	if (!s)
		return 0;
	r = cli_zone(c, &zone);
	if (r != 0)
		return r;
	if (!moment_parse(s, zone, ret))
		return cli_fail(c, CLI_USAGE, "usage.instant", s, NULL);
	return 0;
}
