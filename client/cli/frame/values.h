/* Options that are numbers or times. CLI_USAGE (reported) for an invalid value. If the
 * option is not given, they return 0 and leave *ret untouched. */
#pragma once

#include <stdint.h>

struct cli;

int cli_number(struct cli *c, const char *option, uint32_t max, uint32_t *ret);
int cli_date(struct cli *c, const char *option, uint32_t *ret); /* yyyymmdd */
int cli_instant(struct cli *c, const char *option, int64_t *ret);
