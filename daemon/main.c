#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "config.h"
#include "daemon.h"
#include "engine/keeper/keeper.h"
#include "text/hex.h"

static int run(const struct config *c)
{
	_cleanup_(daemon_freep) struct daemon *d = NULL;

	if (daemon_new(&d, c) != 0)
		return EXIT_FAILURE;
	return daemon_run(d) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* jobs.c parses the last line of the output. */
static int verify(const struct config *c)
{
	_cleanup_free_ char *text = NULL;
	uint8_t hash[HASH_SIZE] = {0};
	uint64_t seq = 0;
	bool ok = false;
	int r = engine_verify(c->data, &ok, &seq, hash, &text);

	if (r < 0) {
		(void)fprintf(stderr, "duband: cannot verify %s: %s\n", c->data, strerror(-r));
		return EXIT_FAILURE;
	}
	(void)printf("%s\nseq %" PRIu64 " state ", text ? text : "", seq);
	hex_print(BYTES(hash, sizeof hash), stdout);
	(void)printf("\n");
	return ok && r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int help(const struct config *c)
{
	_cleanup_free_ char *text = config_help();

	(void)c;
	return text && fputs(text, stdout) >= 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int version(const struct config *c)
{
	(void)c;
	(void)printf("duband %s\n", DUBAN_VERSION);
	return EXIT_SUCCESS;
}

static int check(const struct config *c)
{
	(void)printf("%s: no errors\n", c->file ? c->file : "the options");
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	static int (*const actions[])(const struct config *) = {
	    [CONFIG_RUN] = run,		[CONFIG_CHECK] = check, [CONFIG_VERIFY] = verify,
	    [CONFIG_VERSION] = version, [CONFIG_HELP] = help,
	};
	_cleanup_free_ char *fault = NULL;
	struct config c;
	int r = config_load(&c, argc, argv, &fault);

	if (r != 0) {
		(void)fprintf(stderr, "duband: %s\n", fault ? fault : "out of memory");
		config_done(&c);
		return EXIT_FAILURE;
	}
	log_set_level(c.log_level);
	r = actions[c.action](&c);
	config_done(&c);
	return r;
}
