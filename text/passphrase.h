/* Reading a passphrase: a line from the terminal without showing it, or the first line of a file.
 */
#pragma once

/* bytes */
#define PASSPHRASE_MIN 12 /* of a new one */
#define PASSPHRASE_MAX 200

/* `file` NULL: asks on the terminal with `prompt`, or reads standard input if it is no terminal.
 * A negative errno; -ENODATA: it is empty, -E2BIG: longer than PASSPHRASE_MAX bytes. */
int passphrase_read(const char *file, const char *prompt, char ret[PASSPHRASE_MAX + 1]);
