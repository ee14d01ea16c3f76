/* Secrets never stand in the configuration file, in arguments or in a log: the file names a
 * credential of the unit (LoadCredential=) or a file that only its owner reads. */
#pragma once

/* Environment: the folder from which the unit makes its credentials "notify_NAME". Commands from a
 * shell, which have no credentials, read it themselves if they may. */
#define SECRETS_FOLDER "DUBAN_NOTIFY_SECRETS"

/* An absolute path as it is; a bare name is that of a credential, in $CREDENTIALS_DIRECTORY. 0;
 * STATUS_INVALID: `*ret_fault` (malloc) says why it is neither; -ENOMEM. */
int secret_path(const char *name, char **ret, char **ret_fault);
/* The content of that file, without the end of its only line, into `*into`, whose former one is
 * freed. Results as secret_path(); a file that others can read is refused. */
int secret_read(const char *name, char **into, char **ret_fault);
