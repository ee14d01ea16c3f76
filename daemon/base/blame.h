/* Why a file cannot be opened, for people: which file, whose it is, who asks. */
#pragma once

/* "cannot open /var/lib/duban/lock.mdb: Permission denied; it belongs to root, mode 0600, and this
 * is the user duban". If a folder on the way is what forbids it, that is named. `error` is an
 * errno. malloc; NULL: no memory. */
char *blame(const char *path, int error);
