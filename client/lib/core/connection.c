#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <ini.h>

#include "client/lib/core/failure.h"
#include "client/lib/core/file.h"
#include "duban/connection.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "proto/wire.h"

enum field_kind { FIELD_TEXT, FIELD_ENDPOINT, FIELD_KEY };

static const struct field {
	const char *name;
	size_t offset, size;
	enum field_kind kind;
	bool required;
} fields[] = {
#define PLACE(name, n, kind, required)                                                             \
	{                                                                                          \
		name, offsetof(struct duban_connection, n),                                        \
		    sizeof(((struct duban_connection *)0)->n), kind, required                      \
	}
#define FIELD(n, kind, required) PLACE(#n, n, kind, required)
#define ENDPOINTS(n, required)                                                                     \
	PLACE(#n, n[0], FIELD_ENDPOINT, required), PLACE(#n ".2", n[1], FIELD_ENDPOINT, false),    \
	    PLACE(#n ".3", n[2], FIELD_ENDPOINT, false),                                           \
	    PLACE(#n ".4", n[3], FIELD_ENDPOINT, false)
    FIELD(name, FIELD_TEXT, false),
    ENDPOINTS(commands, true),
    ENDPOINTS(feed, false),
    FIELD(server_key, FIELD_KEY, true),
    FIELD(public_key, FIELD_KEY, true),
    FIELD(secret_key, FIELD_KEY, true),
};
_Static_assert(DUBAN_ENDPOINTS == 4 && ENDPOINTS_MAX == 4, "a field for each endpoint");

#define FIELDS (sizeof fields / sizeof *fields)

static char *member(struct duban_connection *c, const struct field *f)
{
	return (char *)c + f->offset;
}

static const char *field_fault(const struct field *f, const char *value)
{
	uint8_t key[DUBAN_KEY_BYTES];
	if (!*value)
		return f->required ? "is missing" : NULL;
	if (f->kind == FIELD_KEY && duban_key_decode(value, key) < 0)
		return "is not a key: 40 characters of Z85 are expected";
	if (f->kind == FIELD_ENDPOINT && strncmp(value, "tcp://", 6) != 0 &&
	    strncmp(value, "ipc://", 6) != 0)
		return "is not an endpoint: tcp://HOST:PORT is expected";
	if (wire_check_text(BYTES_STR(value)) != WIRE_FINE)
		return "contains invalid characters";
	return NULL;
}

static int check_fields(const char *path, struct duban_connection *c, int error,
			struct duban_failure *failure)
{
	for (size_t i = 0; i < FIELDS; i++) {
		const char *fault = field_fault(&fields[i], member(c, &fields[i]));
		if (fault)
			return failure_set(failure, error, path, "connection file %s: %s %s", path,
					   fields[i].name, fault);
	}
	char public_key[DUBAN_KEY_TEXT];
	if (duban_key_public(c->secret_key, public_key) < 0 ||
	    strcmp(public_key, c->public_key) != 0)
		return failure_set(failure, error, path,
				   "connection file %s: public_key does not belong to secret_key",
				   path);
	return 0;
}

/* ---- reading */

struct connection_reading {
	struct duban_connection c;
	const char *too_long;
};

/* Unknown keys are ignored: a later version may have written them. */
static int on_key(void *user, const char *section, const char *name, const char *value)
{
	struct connection_reading *reading = user;
	for (size_t i = 0; i < FIELDS; i++) {
		if (*section || strcmp(name, fields[i].name) != 0)
			continue;
		if (strlen(value) >= fields[i].size) {
			reading->too_long = fields[i].name;
			return 0;
		}
		memcpy(member(&reading->c, &fields[i]), value, strlen(value) + 1);
	}
	return 1;
}

/* A gap in the numbers does not matter. */
static void close_gaps(char endpoint[DUBAN_ENDPOINTS][256])
{
	size_t n = 0;
	for (size_t i = 0; i < DUBAN_ENDPOINTS; i++) {
		if (!*endpoint[i])
			continue;
		if (i != n) {
			memcpy(endpoint[n], endpoint[i], sizeof endpoint[n]);
			*endpoint[i] = '\0';
		}
		n++;
	}
}

static int open_private(const char *path, FILE **ret, struct duban_failure *failure)
{
	struct stat st;
	_cleanup_fclose_ FILE *f = fopen(path, "re");
	if (!f)
		return failure_as(failure, errno == ENOENT ? "file.missing" : "file.unreadable",
				  failure_set(failure, DUBAN_E_FILE, path, "connection file %s: %s",
					      path, strerror(errno)));
	if (fstat(fileno(f), &st) < 0 || !S_ISREG(st.st_mode))
		return failure_as(failure, "file.unreadable",
				  failure_set(failure, DUBAN_E_FILE, path,
					      "connection file %s is no regular file", path));
	if (st.st_mode & (S_IROTH | S_IWOTH | S_IWGRP))
		return failure_as(
		    failure, "file.world_readable",
		    failure_set(failure, DUBAN_E_FILE, path,
				"connection file %s holds a secret key and others can read or "
				"change it: chmod 600 %s; if it lay open for long, make a new key",
				path, path));
	*ret = TAKE_PTR(f);
	return 0;
}

int duban_connection_read(const char *path, struct duban_connection *ret,
			  struct duban_failure *failure)
{
	struct connection_reading reading = {.too_long = NULL};
	_cleanup_fclose_ FILE *f = NULL;
	int r = open_private(path, &f, failure);
	if (r < 0)
		return r;
	int line = ini_parse_file(f, on_key, &reading);
	if (line < 0)
		return failure_as(failure, "file.unreadable",
				  failure_set(failure, DUBAN_E_SYSTEM, path,
					      "connection file %s cannot be read", path));
	if (reading.too_long)
		return failure_set(failure, DUBAN_E_FILE, path,
				   "connection file %s: %s is too long", path, reading.too_long);
	if (line > 0)
		return failure_set(failure, DUBAN_E_FILE, path,
				   "connection file %s, line %d: KEY = VALUE is expected", path,
				   line);
	close_gaps(reading.c.commands);
	close_gaps(reading.c.feed);
	r = check_fields(path, &reading.c, DUBAN_E_FILE, failure);
	if (r == 0)
		*ret = reading.c;
	explicit_bzero(&reading, sizeof reading);
	return r;
}

/* ---- writing */

static int render(const struct duban_connection *c, char **ret)
{
	size_t size;
	_cleanup_free_ char *text = NULL;
	FILE *f = open_memstream(&text, &size);
	if (!f)
		return DUBAN_E_MEMORY;
	fputs("# Connection to duband. Holds a secret key: keep it to yourself.\n", f);
	struct duban_connection copy = *c;
	for (size_t i = 0; i < FIELDS; i++)
		if (*member(&copy, &fields[i]))
			fprintf(f, "%s = %s\n", fields[i].name, member(&copy, &fields[i]));
	if (fclose(f) != 0)
		return DUBAN_E_MEMORY;
	*ret = TAKE_PTR(text);
	return 0;
}

int duban_connection_write(const char *path, const struct duban_connection *c, bool replace,
			   struct duban_failure *failure)
{
	_cleanup_free_ char *text = NULL;
	struct duban_connection copy = *c;
	int r = check_fields(path, &copy, DUBAN_E_ARGUMENT, failure);
	if (r < 0)
		return r;
	r = render(c, &text);
	if (r < 0)
		return failure_set(failure, r, path, "no memory to write %s", path);
	r = file_write(path, BYTES_STR(text), replace);
	explicit_bzero(text, strlen(text));
	if (r == -EEXIST)
		return failure_as(failure, "file.exists",
				  failure_set(failure, DUBAN_E_FILE, path,
					      "%s is there already and is not overwritten", path));
	if (r < 0)
		return failure_as(failure, "file.unwritable",
				  failure_set(failure, DUBAN_E_SYSTEM, path, "cannot write %s: %s",
					      path, strerror(-r)));
	return 0;
}
