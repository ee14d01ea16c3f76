/* Options whose value is a date, a number or an instant. A bad value is reported as CLI_USAGE.
 * An option that was not given leaves *ret untouched and returns 0. */
#pragma once

#include <stdint.h>

struct cli;

/* Options as values; CLI_USAGE told. Not given: 0 and *ret untouched. */
int cli_date(struct cli *c, const char *option, uint32_t *ret);
int cli_number(struct cli *c, const char *option, uint32_t max, uint32_t *ret);
int cli_instant(struct cli *c, const char *option, int64_t *ret);
