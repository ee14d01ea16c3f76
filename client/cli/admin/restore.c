/* A store that was restored from a backup goes on when somebody says so. */
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"

FORM(accept, RESTORE_ACCEPT);
VERB(restore_accept, .noun = "restore", .verb = "accept", .args = "", .form = &form_accept,
     .help = "confirm that the restored backup is the right one, so that duband goes on");
