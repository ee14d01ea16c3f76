/* Reports what went wrong, and the exit code for it. */
#pragma once

#include <stddef.h>

#include "proto/api.pb-c.h"

struct cli;
struct duban_failure;

/* Reports a failure (a code of messages.csv, its arguments, then NULL) and returns `verdict`. */
int cli_fail(struct cli *c, int verdict, const char *code, ...) __attribute__((sentinel));
/* Reports an invalid value of an option; `code` is the reason. */
int cli_fail_value(struct cli *c, const char *option, const char *value, const char *code);
/* Reports a refusal of the daemon with the problems in its reply. */
int cli_refused(struct cli *c, const Duban__Reply *r);
/* Reports a failure of libduban. */
int cli_failure(struct cli *c, int error, const struct duban_failure *f);
/* Reports problems that dubanctl found itself, in the form of the daemon's. */
int cli_problems(struct cli *c, int verdict, Duban__Problem *const *p, size_t n);
/* One problem as text, such as "line 3, column total: ..."; malloc'ed. */
char *cli_problem_text(const struct cli *c, const Duban__Problem *p);

/* Prints a line from messages.csv on stderr, and the run goes on. */
void cli_warn(const char *code, ...) __attribute__((sentinel));
/* Prints a line from messages.csv on stdout; nothing with --json. */
void cli_say(struct cli *c, const char *code, ...) __attribute__((sentinel));

/* The exit code, and the name, of a verdict or -errno. */
int cli_exit(int r);
const char *cli_verdict_name(int r);
