/* A child process that writes text: this program or another, started with its standard output on a
 * pipe. It inherits no other descriptor, so neither sockets nor the store's lock. One thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct child_process {
	pid_t pid;  /* 0: none runs */
	int pid_fd; /* readable when it has ended */
	int out_fd; /* its output, non-blocking; -1: it closed it */
	int in_fd;  /* its standard input, non-blocking; -1: it has none */
};
#define CHILD_NONE ((struct child_process){.pid_fd = -1, .out_fd = -1, .in_fd = -1})

/* `argv` begins with the program and ends with NULL. with_input: its standard input is a pipe, else
 * /dev/null. < 0: it does not run. */
int child_start(struct child_process *c, char *const argv[], bool with_input);
/* Reads what it has written so far, at most `size` bytes. *ret_n = 0: nothing (more) now. At the
 * end of its output, out_fd is closed: else it would stay readable and wake the loop without end.
 */
int child_read(struct child_process *c, char *buf, size_t size, size_t *ret_n);
/* *ret_status: as of waitpid(). False: it runs still. After true only child_done may follow. */
bool child_ended(struct child_process *c, int *ret_status);
/* Ends it if it runs. Closes everything; does nothing to CHILD_NONE. */
void child_done(struct child_process *c);
