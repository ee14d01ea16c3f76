/* The commands of duban-notify. Each returns the exit code. */
#pragma once

#include <stdbool.h>

struct notify_config;

enum { EXIT_FINE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_CONFIG = 3 };

struct command_args {
	const char *config;
	bool from_start, json, prometheus, dry_run;
	const char *to, *text;
};

int command_run(const struct notify_config *c, const struct command_args *args);
int command_status(const struct notify_config *c, const struct command_args *args);
int command_trial(const struct notify_config *c, const struct command_args *args);
int command_doctor(const struct notify_config *c, const struct command_args *args);
