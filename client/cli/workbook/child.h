/* A process that reads what may be anybody's bytes: it gets them as its standard input, answers on
 * its standard output, and can neither write files nor use more time and memory than it is given.
 * If it dies, its caller lives on and says so. */
#pragma once

#include "proto/bytes.h"

/* The word by which dubanctl is asked to be such a process; it is no verb. A second word "hidden":
 * hidden rows and columns are read, too. */
#define CHILD_WORD "--read-workbook"

/* Gets the answer piece by piece; its result other than 0 ends the process and is returned. */
typedef int child_sink(void *user, struct bytes piece);

/* Runs a program (argv[0] is a path) with `in` as its standard input. Returns 0 if it ended well;
 * -ETIMEDOUT: it did not answer in `seconds`, or used up its time; -EPROTO: it failed or died; the
 * sink's result; -errno: it could not be started. */
int child_run(char *const argv[], struct bytes in, int seconds, child_sink *sink, void *user);

/* What the process does first: it gives up what it does not need. 0 or -errno. */
int child_confine(void);
/* The process for workbooks, to its end. `hidden` as in xlsx_read(). */
_Noreturn void child_main(bool hidden);
