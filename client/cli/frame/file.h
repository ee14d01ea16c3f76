/* Reads a file that the command line names. */
#pragma once

#include <stddef.h>

struct cli;

/* The whole file, at most IMPORT_BYTES_MAX; "-": the standard input. It is not opened again: all
 * later steps use these bytes. The caller frees *ret. Failures are reported. */
int cli_read_file(struct cli *c, const char *path, char **ret, size_t *ret_size);
