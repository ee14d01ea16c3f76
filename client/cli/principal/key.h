/* Key files: what `key new` writes and `principal add` takes, and the connection file of a
 * principal whose endpoint is not known yet. KEY = VALUE lines, mode 0600. */
#pragma once

struct cli;
struct duban_connection;

/* Writes the members of `pair` that are set; an existing file is kept. CLI_LOCAL told. */
int key_write(struct cli *c, const char *path, const struct duban_connection *pair);
/* public_key and secret_key out of a key file; told. */
int key_read(struct cli *c, const char *path, struct duban_connection *ret);
