/* duban-notify: sends the daemon's notices and brings back what became of them. */
#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/command/command.h"
#include "client/notify/core/config.h"
#include "client/notify/core/option.h"
#include "client/notify/core/secret.h"
#include "client/notify/transport/table.h"
#include "proto/status.h"

typedef int command_fn(const struct notify_config *c, const struct command_args *args);

static const struct command_row {
	const char *name, *usage, *about;
	command_fn *run;
} commands[] = {
    {"run", "[--from-start]", "sends until it is stopped", command_run},
    {"status", "[--json | --prometheus]", "what the outbox holds", command_status},
    {"test", "[--dry-run] --to NUMBER TEXT", "sends one text past the outbox", command_trial},
    {"doctor", "", "checks the way from the daemon to the carrier", command_doctor},
};

static void print_options(const char *section, const struct notify_option *rows)
{
	(void)printf("\n[%s]\n", section);
	for (; rows->key; rows++)
		(void)printf("  %-16s %s%s%s%s%s\n", rows->key, rows->about,
			     rows->needed ? " (needed)" : "", rows->standard ? " (default " : "",
			     rows->standard ? rows->standard : "", rows->standard ? ")" : "");
}

static int help(void)
{
	const struct transport *t;

	(void)printf("duban-notify COMMAND --config FILE [OPTION...]\n"
		     "Sends the notices of duban, the coordination daemon, and brings their "
		     "receipts home.\n\n");
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		(void)printf("  %-7s %-30s %s\n", commands[i].name, commands[i].usage,
			     commands[i].about);
	(void)printf("\nKeys of FILE. A secret is named by a credential of the unit or by the path "
		     "of a file\nwhich only its owner reads; it never stands in FILE.\n");
	print_options("notify", notify_options);
	for (size_t i = 0; (t = transport_at(i)); i++) {
		(void)printf("\ntransport = %s: %s", t->name, t->about);
		print_options(t->name, t->options);
	}
	return EXIT_FINE;
}

static int usage(const char *what, const char *arg)
{
	(void)fprintf(stderr, "duban-notify: %s%s%s; see duban-notify --help\n", what,
		      arg ? " " : "", arg ? arg : "");
	return EXIT_USAGE;
}

/* /etc/duban/notify-sms.conf -> /etc/duban/notify-sms.secrets, as the unit has it. */
static void name_secrets(const char *config)
{
	static const char end[] = ".conf";
	size_t n = strlen(config);
	char *folder = NULL;

	if (n < sizeof end || strcmp(config + n - sizeof end + 1, end) != 0)
		return;
	if (asprintf(&folder, "%.*s.secrets", (int)(n - sizeof end + 1), config) < 0)
		return;
	(void)setenv(SECRETS_FOLDER, folder, 0);
	free(folder);
}

static int with_config(const struct command_row *row, const struct command_args *args)
{
	struct notify_config config;
	char *fault = NULL;

	name_secrets(args->config);
	int r = notify_config_load(args->config, &config, &fault), code = EXIT_CONFIG;

	if (r == 0)
		code = row->run(&config, args);
	else
		(void)fprintf(stderr, "%s\n", fault ? fault : strerror(-r));
	free(fault);
	notify_config_done(&config);
	return code;
}

enum { OPT_FROM_START = 256, OPT_JSON, OPT_PROMETHEUS, OPT_DRY_RUN, OPT_TO, OPT_CONFIG };

static const struct option long_options[] = {
    {"config", required_argument, NULL, OPT_CONFIG},
    {"from-start", no_argument, NULL, OPT_FROM_START},
    {"json", no_argument, NULL, OPT_JSON},
    {"prometheus", no_argument, NULL, OPT_PROMETHEUS},
    {"dry-run", no_argument, NULL, OPT_DRY_RUN},
    {"to", required_argument, NULL, OPT_TO},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
    {},
};

static void take(struct command_args *args, int c)
{
	switch (c) {
	case OPT_CONFIG:
		args->config = optarg;
		break;
	case OPT_FROM_START:
		args->from_start = true;
		break;
	case OPT_JSON:
		args->json = true;
		break;
	case OPT_PROMETHEUS:
		args->prometheus = true;
		break;
	case OPT_DRY_RUN:
		args->dry_run = true;
		break;
	case OPT_TO:
		args->to = optarg;
		break;
	default:
		break;
	}
}

static const struct command_row *find(const char *name)
{
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

int main(int argc, char **argv)
{
	struct command_args args = {.config = NULL};
	const struct command_row *row;
	int c;

	(void)setlocale(LC_CTYPE, "C.UTF-8");
	while ((c = getopt_long(argc, argv, "hv", long_options, NULL)) != -1) {
		if (c == 'h')
			return help();
		if (c == 'v')
			return printf("duban-notify %s\n", DUBAN_VERSION) < 0;
		if (c == '?')
			return EXIT_USAGE;
		take(&args, c);
	}
	row = optind < argc ? find(argv[optind]) : NULL;
	if (!row)
		return usage(optind < argc ? "unknown command" : "no command", argv[optind]);
	if (!args.config)
		return usage("give --config FILE", NULL);
	if (row->run == command_trial) {
		if (!args.to || optind + 2 != argc)
			return usage("write: test --to NUMBER TEXT", NULL);
		args.text = argv[optind + 1];
	} else if (optind + 1 != argc) {
		return usage("unexpected", argv[optind + 1]);
	}
	return with_config(row, &args);
}
