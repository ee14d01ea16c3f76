/* A temporary folder for each test, in $TMPDIR or /tmp, removed afterwards with its contents.
 *     cmocka_unit_test_setup_teardown(test, ttemp_setup, ttemp_teardown)
 * passes the path of the folder to the test as *state. A test that needs more in its state calls
 * ttemp_new() and ttemp_remove() itself. */
#pragma once

#include <stddef.h>
#include <stdint.h>

int ttemp_setup(void **state);
int ttemp_teardown(void **state);

char *ttemp_new(void);	       /* malloc; aborts the test on failure */
char *ttemp_remove(char *dir); /* removes it with its contents, frees the path, returns NULL */

/* "dir/name", malloc. */
char *ttemp_path(const char *dir, const char *name);

/* Write and read whole files. Failures abort the test. */
void ttemp_write(const char *path, const void *data, size_t size);
void *ttemp_read(const char *path, size_t *ret_size); /* malloc; followed by a 0 byte */
/* Copies the contents of the folder `from` into `to`, which is created unless it is there. */
void ttemp_copy(const char *from, const char *to);
