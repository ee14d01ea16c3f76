/* Checking a backup: every stored file that its records name must be there. */
#pragma once

/* Which stored files (佐证) that a backup's records name are not whole in it: their digests, for
 * people; *ret_lost is NULL when there are none (malloc). */
int engine_check_backup(const char *dir, char **ret_lost);
