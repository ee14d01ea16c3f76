/* Why a connection is refused or ended, as the log says it. */
#pragma once

#include <stdbool.h>

/* `error`: of peer_step(). False: it is none of the peer's, but fatal. *ret_why: static text; NULL:
 * it is over a limit of its principal, which is counted there. */
bool breach_of(int error, const char **ret_why);
