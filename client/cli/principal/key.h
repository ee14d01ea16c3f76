/* Key files: `key new` writes them and `principal add --key` reads them. A connection file whose
 * endpoint is not known yet is written the same way. Lines KEY = VALUE, mode 0600. */
#pragma once

struct cli;
struct duban_connection;

/* Writes the members of `pair` that are set; an existing file is kept. CLI_LOCAL has been
 * reported. */
int key_write(struct cli *c, const char *path, const struct duban_connection *pair);
/* Reads public_key and secret_key from a key file. Errors are reported. */
int key_read(struct cli *c, const char *path, struct duban_connection *ret);
