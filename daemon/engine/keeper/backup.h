/* Checking a backup: each stored file that its records name must be in it. */
#pragma once

/* *ret_lost: the digests of the stored files (佐证) that the backup's records name but that are
 * missing or damaged in it, as text for people (malloc); NULL if there are none. */
int engine_check_backup(const char *dir, char **ret_lost);
