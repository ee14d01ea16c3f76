#include "duban/import.h"

#include <string.h>

#include "client/lib/core/client.h"
#include "client/lib/core/failure.h"
#include "client/lib/core/reply.h"
#include "client/lib/line/line.h"
#include "client/lib/upload/import_part.h"
#include "proto/api.pb-c.h"
#include "proto/limits.h"

#define UNKNOWN_UPLOAD "import.unknown_upload"
#define IMPORT_LOST_MAX                                                                            \
	100 /* repeats within one commit, in case the daemon is restarted again and again */

struct duban_import {
	struct duban *d;
	struct duban_import_options options; /* its strings belong to this struct */
	Duban__ImportCommitRequest commit;   /* its columns belong to this struct */
	char *for_unit, *for_person, *why;
	uint8_t upload_id[UPLOAD_ID_SIZE];
	struct import_parts *parts;
	size_t sent; /* number of parts that the daemon has confirmed */
	uint8_t commit_id[REQUEST_ID_SIZE];
	bool unsettled; /* the last commit got no answer: the next one uses the same request id */
};

DEFINE_CLEANUP(struct duban_import *, duban_import_free)

static int failed(struct duban_import *import, int error, const char *what)
{
	return failure_set(&import->d->failure, error, NULL, "import: %s", what);
}

static char *copied(const char *s)
{
	return strdup(s ? s : "");
}

static int copy_columns(struct duban_import *import, const struct duban_import_options *options)
{
	Duban__ImportCommitRequest *commit = &import->commit;
	commit->column = calloc(options->n_columns, sizeof *commit->column);
	if (!commit->column)
		return DUBAN_E_MEMORY;
	for (size_t i = 0; i < options->n_columns; i++) {
		Duban__ImportColumn *column = malloc(sizeof *column);
		if (!column)
			return DUBAN_E_MEMORY;
		duban__import_column__init(column);
		commit->column[commit->n_column++] = column;
		column->name = copied(options->columns[i].name);
		column->unit = copied(options->columns[i].unit);
		if (!column->name || !column->unit)
			return DUBAN_E_MEMORY;
	}
	return 0;
}

static int copy_options(struct duban_import *import, const struct duban_import_options *options)
{
	Duban__ImportCommitRequest *commit = &import->commit;
	import->options = *options;
	import->options.columns = NULL;
	commit->kind = (Duban__ImportKind)options->kind;
	commit->file = copied(options->file);
	commit->document = copied(options->document);
	commit->city_override = options->city_override;
	commit->replace = options->replace;
	commit->year = options->year;
	import->for_unit = copied(options->for_unit);
	import->for_person = copied(options->for_person);
	import->why = copied(options->why);
	if (!commit->file || !commit->document || !import->for_unit || !import->for_person ||
	    !import->why)
		return DUBAN_E_MEMORY;
	return copy_columns(import, options);
}

int duban_import_new(struct duban *d, const struct duban_import_options *options,
		     struct duban_import **ret)
{
	failure_clear(&d->failure);
	if (options->n_columns == 0 || options->n_columns > IMPORT_COLUMNS_MAX)
		return failure_set(&d->failure, DUBAN_E_ARGUMENT, NULL,
				   "import: 1 to %d columns, not %zu", IMPORT_COLUMNS_MAX,
				   options->n_columns);
	_cleanup_(duban_import_freep) struct duban_import *import = calloc(1, sizeof *import);
	if (!import)
		return failure_set(&d->failure, DUBAN_E_MEMORY, NULL, "import: no memory");
	import->d = d;
	duban__import_commit_request__init(&import->commit);
	int r = copy_options(import, options);
	if (r == 0)
		r = duban_request_id_new(import->upload_id);
	if (r == 0)
		r = import_parts_new(&import->parts, import->upload_id, options->n_columns);
	if (r < 0)
		return failed(import, r, "no memory");
	*ret = TAKE_PTR(import);
	return 0;
}

int duban_import_row(struct duban_import *import, uint32_t line, const char *const *cells)
{
	int r = import_parts_add(import->parts, line, cells);
	if (r == DUBAN_E_ARGUMENT)
		return failed(import, r, "rows after a commit");
	if (r == DUBAN_E_TOO_LARGE)
		return failure_set(
		    &import->d->failure, r, NULL,
		    "import: line %u is too much: a row has at most %d bytes, a file "
		    "%d rows and %d bytes; split it",
		    line, IMPORT_PART_BYTES, IMPORT_ROWS_MAX, IMPORT_BYTES_MAX);
	return r < 0 ? failed(import, r, "no memory") : 0;
}

static int tell(struct duban_import *import)
{
	const struct duban_import_options *o = &import->options;
	size_t total = import_parts_bytes(import->parts, import_parts_count(import->parts));
	if (!o->progress ||
	    o->progress(o->userdata, import_parts_bytes(import->parts, import->sent), total) == 0)
		return 0;
	return failed(import, DUBAN_E_CANCELLED, "stopped; nothing was imported");
}

/* A part may be sent twice: it has the same number and content, and the daemon takes it once. Each
 * sending has its own request id. */
static int send_part(struct duban_import *import, size_t part, struct duban_reply **ret)
{
	struct duban *d = import->d;
	_cleanup_free_ uint8_t *bytes = NULL;
	size_t size;
	int r = duban_request_id_new(d->request_id);
	if (r == 0)
		r = import_parts_request(import->parts, part, d->request_id, &bytes, &size);
	if (r < 0)
		return failed(import, r, "no memory");
	return client_ask(d, BYTES(bytes, size), ret);
}

/* Sends the parts that the daemon lacks. > 0: it refused one, and `ret` is its reply. */
static int send_parts(struct duban_import *import, struct duban_reply **ret)
{
	while (import->sent < import_parts_count(import->parts)) {
		_cleanup_(duban_reply_freep) struct duban_reply *reply = NULL;
		int r = send_part(import, import->sent, &reply);
		if (r != 0) {
			*ret = TAKE_PTR(reply);
			return r;
		}
		import->sent++;
		r = tell(import);
		if (r < 0)
			return r;
	}
	return 0;
}

static int send_commit(struct duban_import *import, struct duban_reply **ret)
{
	Duban__Request request = DUBAN__REQUEST__INIT;
	request.request_id = (ProtobufCBinaryData){REQUEST_ID_SIZE, import->commit_id};
	request.body_case = DUBAN__REQUEST__BODY_IMPORT_COMMIT;
	request.import_commit = &import->commit;
	request.for_unit = import->for_unit;
	request.why = import->why;
	request.for_person = import->for_person;
	int r = duban_call(import->d, &request, ret);
	import->unsettled = r < 0;
	return r;
}

static int close_parts(struct duban_import *import, uint8_t digest[HASH_SIZE])
{
	Duban__ImportCommitRequest *commit = &import->commit;
	int r = import_parts_close(import->parts, digest);
	if (r < 0)
		return failed(import, r, "the digest cannot be computed (SM3 of libcrypto)");
	commit->upload_id = (ProtobufCBinaryData){UPLOAD_ID_SIZE, import->upload_id};
	commit->content = (ProtobufCBinaryData){HASH_SIZE, digest};
	commit->parts = (uint32_t)import_parts_count(import->parts);
	commit->rows = import_parts_rows(import->parts);
	return 0;
}

/* A restarted daemon has lost the parts. They are sent again under the same upload id, and the
 * commit again under the same request id: if the lost answer belonged to a commit that was done, it
 * is not done twice. */
int duban_import_commit(struct duban_import *import, bool dry_run, struct duban_reply **ret)
{
	uint8_t digest[HASH_SIZE];
	int r = close_parts(import, digest);
	if (r == 0 && !(import->unsettled && import->commit.dry_run == dry_run) &&
	    duban_request_id_new(import->commit_id) < 0)
		r = failed(import, DUBAN_E_SYSTEM, "no random bytes");
	if (r < 0)
		return r;
	import->commit.dry_run = dry_run;
	/* The daemon may be restarted repeatedly: retry for as long as one call may take. */
	uint64_t deadline = line_now() + import->d->call_timeout_ms;
	for (unsigned lost = 0;; lost++) {
		_cleanup_(duban_reply_freep) struct duban_reply *reply = NULL;
		r = send_parts(import, &reply);
		if (r == 0)
			r = send_commit(import, &reply);
		if (r > 0 && lost < IMPORT_LOST_MAX && line_now() < deadline &&
		    reply_has_problem(reply, UNKNOWN_UPLOAD)) {
			import->sent = 0;
			continue;
		}
		if (r >= 0 && ret)
			*ret = TAKE_PTR(reply);
		return r;
	}
}

static void free_columns(Duban__ImportCommitRequest *commit)
{
	for (size_t i = 0; i < commit->n_column; i++) {
		free(commit->column[i]->name);
		free(commit->column[i]->unit);
		free(commit->column[i]);
	}
	free(commit->column);
}

void duban_import_free(struct duban_import *import)
{
	if (!import)
		return;
	free_columns(&import->commit);
	free(import->commit.file);
	free(import->commit.document);
	free(import->for_unit);
	free(import->why);
	free(import->for_person);
	import_parts_free(import->parts);
	free(import);
}
