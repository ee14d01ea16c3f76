#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/ranking/prove.h"
#include "base/log.h"
#include "bus/door/next_key.h"
#include "bus/door/sealed_key.h"
#include "config.h"
#include "daemon.h"
#include "engine/keeper/keeper.h"
#include "engine/keeper/scrub.h"
#include "rebuild.h"
#include "store/db/guard.h"
#include "text/hex.h"
#include "text/passphrase.h"

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
		(void)printf("cannot verify %s: %s\n", c->data, strerror(-r));
		return EXIT_FAILURE;
	}
	(void)printf("%s\nseq %" PRIu64 " state ", text ? text : "", seq);
	hex_print(BYTES(hash, sizeof hash), stdout);
	(void)printf("\n");
	return ok && r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Likewise. */
static int prove(const struct config *c)
{
	_cleanup_free_ char *text = NULL;
	uint64_t seq = 0;
	bool ok = false;
	int r = ranking_prove(c->data, c->prove, &ok, &seq, &text);

	if (r < 0) {
		(void)printf("cannot prove it: %s\n", strerror(-r));
		return EXIT_FAILURE;
	}
	(void)printf("%s\nseq %" PRIu64 "\n", text ? text : "", seq);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* engine/keeper/scrubber.c parses the lines of the output. */
static int scrub(const struct config *c)
{
	struct scrub s = {.dir = c->data,
			  .out = stdout,
			  .pace = c->action == CONFIG_SCRUB_PACED ? STDIN_FILENO : -1};
	_cleanup_free_ char *fault = NULL;
	int r = scrub_run(&s, &fault);

	if (r < 0)
		(void)printf("cannot scrub %s: %s\n", c->data, fault ? fault : strerror(-r));
	return r < 0 || s.found ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int tell_open(const struct config *c, const char *to, int r)
{
	const char *what = r == STATUS_DENIED ? "this is not its passphrase, or the file is damaged"
			   : r == -EBADMSG    ? "it holds no sealed key"
			   : r == -ENODATA    ? "no passphrase was given"
			   : r == -E2BIG      ? "the passphrase is too long"
					      : strerror(-r);

	if (r == 0)
		(void)printf("%s: the server's key of %s\n", to, c->open_key);
	else
		(void)fprintf(stderr, "duband: cannot open %s: %s\n", c->open_key, what);
	return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* In a backup that was made while the key was being changed there are two: server.next tells which
 * is the next. */
static const char *place_of(const struct config *c, const struct server_key *key)
{
	struct next_key next;

	return next_key_read(c->data, &next) == 0 && server_key_is(key, next.public)
		   ? SERVER_KEY_NEXT
		   : SERVER_KEY;
}

static int put_key(const struct config *c, const struct server_key *key)
{
	_cleanup_free_ char *to = NULL;

	if (asprintf(&to, "%s/%s", c->data, place_of(c, key)) < 0)
		return EXIT_FAILURE;
	if (access(to, F_OK) == 0) {
		(void)fprintf(stderr, "duband: %s exists already: move it away first\n", to);
		return EXIT_FAILURE;
	}
	return tell_open(c, to, server_key_write(to, key->secret));
}

/* A key that is there is not replaced. */
static int open_key(const struct config *c)
{
	char passphrase[PASSPHRASE_MAX + 1];
	struct server_key key = {};
	int r = passphrase_read(NULL, "passphrase: ", passphrase);

	if (r == 0)
		r = sealed_key_open(c->open_key, passphrase, &key);
	r = r == 0 ? put_key(c, &key) : tell_open(c, NULL, r);
	explicit_bzero(passphrase, sizeof passphrase);
	explicit_bzero(&key, sizeof key);
	return r;
}

static int new_key(const struct config *c)
{
	_cleanup_free_ char *fault = NULL;
	struct next_key next;
	int r = next_key_prepare(c->data, c->new_key, c->simulated ? c->simulated_at : 0, &next,
				 &fault);

	if (r < 0)
		(void)fprintf(stderr, "duband: %s\n", fault ? fault : strerror(-r));
	else
		(void)printf("next key %s in %s/" SERVER_KEY_NEXT ": restart duband to announce "
			     "it\n",
			     next.public, c->data);
	return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
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

/* Each line with the program's name in front. */
static void tell(const char *lines)
{
	for (size_t n; *lines; lines += n + (lines[n] == '\n')) {
		n = strcspn(lines, "\n");
		(void)fprintf(stderr, "duband: %.*s\n", (int)n, lines);
	}
}

int main(int argc, char **argv)
{
	static int (*const actions[])(const struct config *) = {
	    [CONFIG_RUN] = run,
	    [CONFIG_CHECK] = check,
	    [CONFIG_PROVE] = prove,
	    [CONFIG_VERIFY] = verify,
	    [CONFIG_SCRUB] = scrub,
	    [CONFIG_SCRUB_PACED] = scrub,
	    [CONFIG_REBUILD] = rebuild_by_hand,
	    [CONFIG_OPEN_KEY] = open_key,
	    [CONFIG_NEW_KEY] = new_key,
	    [CONFIG_VERSION] = version,
	    [CONFIG_HELP] = help,
	};
	_cleanup_free_ char *fault = NULL;
	struct config c;
	int r = config_load(&c, argc, argv, &fault);

	if (r != 0) {
		tell(fault ? fault : "out of memory");
		config_done(&c);
		return EXIT_FAILURE;
	}
	log_set_level(c.log_level);
	if (c.data)
		guard_watch(c.data, c.action != CONFIG_VERIFY && c.action != CONFIG_PROVE);
	r = actions[c.action](&c);
	config_done(&c);
	return r;
}
