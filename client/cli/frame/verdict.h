/* Verdicts that only the command line has. */
#pragma once

/* These continue enum status. Each has an exit code. */
enum cli_verdict {
	CLI_USAGE = 2000,
	CLI_NO_ROUTE,	  /* no connection, or no answer in time */
	CLI_CHECK_FAILED, /* verify, doctor: the check was done and found a fault */
	CLI_LOCAL,	  /* a failure on this machine, such as a file */
};
