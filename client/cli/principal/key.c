/* Key pairs (密钥): made on this machine; the secret key is never sent. */
#include "client/cli/principal/key.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/print/json.h"
#include "duban.h"
#include "proto/cleanup.h"

/* `first`, then `first`.2 and so on. */
static int put_endpoints(int fd, const char *first, const char endpoint[DUBAN_ENDPOINTS][256])
{
	for (int i = 0; i < DUBAN_ENDPOINTS && *endpoint[i]; i++)
		if ((i == 0 ? dprintf(fd, "%s = %s\n", first, endpoint[i])
			    : dprintf(fd, "%s.%d = %s\n", first, i + 1, endpoint[i])) < 0)
			return -errno;
	return 0;
}

static int put_line(int fd, const char *name, const char *value)
{
	return *value && dprintf(fd, "%s = %s\n", name, value) < 0 ? -errno : 0;
}

static int put_lines(int fd, const struct duban_connection *p)
{
	int r = put_line(fd, "name", p->name);
	if (r == 0)
		r = put_endpoints(fd, "commands", p->commands);
	if (r == 0)
		r = put_endpoints(fd, "feed", p->feed);
	if (r == 0)
		r = put_line(fd, "server_key", p->server_key);
	if (r == 0)
		r = put_line(fd, "public_key", p->public_key);
	if (r == 0)
		r = put_line(fd, "secret_key", p->secret_key);
	if (r < 0)
		return r;
	return fsync(fd) < 0 ? -errno : 0;
}

int key_write(struct cli *c, const char *path, const struct duban_connection *pair)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return cli_fail(c, CLI_LOCAL, errno == EEXIST ? "file.exists" : "local.unwritable",
				path, message_errno(errno), NULL);
	int r = put_lines(fd, pair);
	if (r < 0) {
		(void)unlink(path);
		return cli_fail(c, CLI_LOCAL, "local.unwritable", path, message_errno(-r), NULL);
	}
	return 0;
}

static void take_line(const char *line, struct duban_connection *ret)
{
	char name[32], value[64];
	if (sscanf(line, " %31[a-z_] = %63[^ \r\n]", name, value) != 2 ||
	    strlen(value) >= DUBAN_KEY_TEXT)
		return;
	if (strcmp(name, "public_key") == 0)
		memcpy(ret->public_key, value, strlen(value) + 1);
	if (strcmp(name, "secret_key") == 0)
		memcpy(ret->secret_key, value, strlen(value) + 1);
}

int key_read(struct cli *c, const char *path, struct duban_connection *ret)
{
	char line[256], public_key[DUBAN_KEY_TEXT];
	_cleanup_fclose_ FILE *f = fopen(path, "re");
	if (!f)
		return cli_fail(c, CLI_LOCAL, "local.unreadable", path, message_errno(errno), NULL);
	while (fgets(line, sizeof line, f))
		take_line(line, ret);
	explicit_bzero(line, sizeof line);
	if (duban_key_public(ret->secret_key, public_key) < 0 ||
	    strcmp(public_key, ret->public_key) != 0)
		return cli_fail(c, CLI_LOCAL, "key.no_pair", path, NULL);
	return 0;
}

static int run_new(struct cli *c)
{
	struct duban_connection pair = {};
	const char *out = cli_option(c, "out");
	int r = duban_key_new(pair.public_key, pair.secret_key);
	if (r < 0)
		return cli_failure(c, r, NULL);
	if (out)
		r = key_write(c, out, &pair);
	if (r == 0 && c->json) {
		struct json j = {.out = stdout};
		json_object(&j, NULL);
		json_text(&j, "public_key", pair.public_key);
		json_text(&j, "secret_key", out ? NULL : pair.secret_key);
		json_text(&j, "file", out);
		json_end_object(&j);
		(void)fputc('\n', stdout);
	} else if (r == 0 && out) {
		cli_say(c, "key.written", out, pair.public_key, NULL);
	} else if (r == 0) {
		(void)printf("public_key = %s\nsecret_key = %s\n", pair.public_key,
			     pair.secret_key);
	}
	explicit_bzero(&pair, sizeof pair);
	return r;
}

static const struct verb_option new_options[] = {
    {"out", "FILE", "write to this new file, readable by its owner only"},
    {},
};

VERB(key_new, .noun = "key", .verb = "new", .args = "", .options = new_options,
     .help = "make a CURVE key pair (密钥对); `principal add --key FILE` takes it", .run = run_new);
