/* Verdicts of the command line. */
#pragma once

/* Verdicts beside enum status that only the command line has. All have an exit code. */
enum cli_verdict {
	CLI_USAGE = 2000,
	CLI_NO_ROUTE,	  /* nobody there, no answer in time */
	CLI_CHECK_FAILED, /* verify, doctor: looked, and something is wrong */
	CLI_LOCAL,	  /* a file or the machine at this end */
};
