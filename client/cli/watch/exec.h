/* Hands one event to a program: its JSON line on stdin, and waits for the program's end. */
#pragma once

#include <signal.h>
#include <stddef.h>

struct cli;

enum exec_end {
	EXEC_TOOK,    /* exit 0 */
	EXEC_LATER,   /* exit 75 (EX_TEMPFAIL of sysexits.h): not the event's fault */
	EXEC_FAILED,  /* another exit code, in `value` */
	EXEC_SIGNAL,  /* killed by the signal `value` */
	EXEC_TIMEOUT, /* killed by us after `seconds` */
	EXEC_STOPPED, /* killed by us: a second signal asked us to stop */
};

struct exec_job {
	const char *program; /* a path or a name in PATH; gets no arguments */
	const char *text;
	size_t size;
	unsigned seconds;
	const sigset_t *open; /* the signal mask that the program gets */
};

/* 0, or < 0: the program cannot be started (-errno). It runs in a process group of its own, which
 * is killed as a whole. */
int exec_event(const struct exec_job *job, enum exec_end *ret, int *ret_value);
