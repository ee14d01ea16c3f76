/* How the command line reports what went wrong, and the exit code that belongs to it. */
#pragma once

#include <stddef.h>

#include "proto/api.pb-c.h"

struct cli;
struct duban_failure;

/* Says what went wrong (code of messages.csv, arguments ended by NULL) and returns `verdict`.
 */
int cli_fail(struct cli *c, int verdict, const char *code, ...) __attribute__((sentinel));
/* An option's value is not what it should be; `code` says why. */
int cli_fail_value(struct cli *c, const char *option, const char *value, const char *code);
/* The daemon's refusal: the reply's problems. */
int cli_refused(struct cli *c, const Duban__Reply *r);
/* libduban's failure. */
int cli_failure(struct cli *c, int error, const struct duban_failure *f);
/* Problems found here, as the daemon would say them. */
int cli_problems(struct cli *c, int verdict, Duban__Problem *const *p, size_t n);
/* "line 3, column total: ..." malloc'ed */
char *cli_problem_text(const struct cli *c, const Duban__Problem *p);

/* A line for people on stdout, from messages.csv; silent with --json. */
void cli_say(struct cli *c, const char *code, ...) __attribute__((sentinel));

/* Process exit code and name of a verdict or -errno. */
int cli_exit(int r);
const char *cli_verdict_name(int r);
