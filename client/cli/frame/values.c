/* Options that are dates, numbers, instants. */
#include "client/cli/frame/values.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "text/date.h"
#include "text/number.h"

int cli_date(struct cli *c, const char *option, uint32_t *ret)
{
	const char *s = cli_option(c, option);
	if (s && !ymd_parse(s, ret))
		return cli_fail(c, CLI_USAGE, "usage.date", option, s, NULL);
	return 0;
}

int cli_number(struct cli *c, const char *option, uint32_t max, uint32_t *ret)
{
	const char *s = cli_option(c, option);
	if (s && !number_parse(s, max, ret))
		return cli_fail(c, CLI_USAGE, "usage.number", option, s, NULL);
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
