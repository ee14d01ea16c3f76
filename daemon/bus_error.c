#include "bus_error.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Made in advance: a signal handler may not format. */
static char text[512];

static void on_bus_error(int number)
{
	(void)number;
	(void)!write(STDERR_FILENO, text, strlen(text));
	_exit(1);
}

void bus_error_watch(const char *dir)
{
	struct sigaction act = {.sa_handler = on_bus_error};

	(void)snprintf(
	    text, sizeof text,
	    "<3>a page of a file in %.300s could not be read or made (SIGBUS): the disk is "
	    "full or fails; see df and dmesg. Everything that was answered is stored\n",
	    dir);
	(void)sigaction(SIGBUS, &act, NULL);
}
