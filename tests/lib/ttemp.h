/* A temporary folder per test, under $TMPDIR or /tmp, removed afterwards with all it holds.
 *     cmocka_unit_test_setup_teardown(test, ttemp_setup, ttemp_teardown)
 * gives the test its folder's path as *state. A test that keeps more in its state calls
 * ttemp_new and ttemp_remove itself. */
#pragma once

#include <stddef.h>
#include <stdint.h>

int ttemp_setup(void **state);
int ttemp_teardown(void **state);

char *ttemp_new(void);	       /* malloc; aborts the test when there is none */
char *ttemp_remove(char *dir); /* removes all below, frees the path; NULL-safe, returns NULL */

/* "dir/name", malloc. */
char *ttemp_path(const char *dir, const char *name);

/* Whole files. Failures abort the test. */
void ttemp_write(const char *path, const void *data, size_t size);
void *ttemp_read(const char *path, size_t *ret_size); /* malloc, a 0 after the end */
/* Copies the files and folders below `from` into `to`, which is made. */
void ttemp_copy(const char *from, const char *to);
