#include "client/cli/evidence_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/cli/csvfile.h"
#include "client/cli/form.h"
#include "client/cli/text.h"
#include "duban/call.h"
#include "proto/cleanup.h"
#include "proto/limits.h"

FORM(get, EVIDENCE_GET);

static int fetch_page(struct cli *c, struct filling *f, FILE *out, uint64_t *from)
{
	struct duban_reply *reply = NULL;
	((Duban__EvidenceGetRequest *)f->body)->from = *from;
	int status = duban_call(c->d, &f->request, &reply), r = 0;
	if (status < 0)
		return cli_failure(c, status, duban_failure(c->d));
	const Duban__Reply *got = duban_reply_get(reply);
	*from = 0;
	if (status > 0)
		r = cli_refused(c, got);
	else if (got->body_case != DUBAN__REPLY__BODY_EVIDENCE_GET)
		r = cli_fail(c, CLI_LOCAL, "import.bad_reply", NULL);
	else
		*from = got->evidence_get->next;
	if (r == 0)
		(void)fwrite(got->evidence_get->content.data, 1, got->evidence_get->content.len,
			     out);
	duban_reply_free(reply);
	return r;
}

int evidence_fetch(struct cli *c, const char *hex, FILE *out)
{
	_cleanup_(form_done) struct filling f = {.c = c, .form = &form_get};
	const struct verb none = {.noun = "evidence"}, *verb = c->verb;
	uint64_t from = 0;
	/* The verb's own words and options are not this request's. */
	c->verb = &none;
	int r = form_fill(c, &form_get, &f);
	if (r == 0)
		r = form_put(&f, "digest", hex);
	c->verb = verb;
	if (r == 0)
		r = cli_connect(c);
	do
		r = r ? r : fetch_page(c, &f, out, &from);
	while (r == 0 && from > 0);
	return r;
}

/* Reads a part; *ret_n < EVIDENCE_PART_BYTES at the end. */
static int read_part(int fd, uint8_t *buf, size_t *ret_n)
{
	size_t n = 0;
	while (n < EVIDENCE_PART_BYTES) {
		ssize_t got = read(fd, buf + n, EVIDENCE_PART_BYTES - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			break;
		n += (size_t)got;
	}
	*ret_n = n;
	return 0;
}

struct sending {
	const char *path;
	int fd;
	uint8_t upload_id[UPLOAD_ID_SIZE];
	uint32_t parts;
};

static int send_parts(struct cli *c, struct sending *s)
{
	_cleanup_free_ uint8_t *buf = malloc(EVIDENCE_PART_BYTES);
	size_t n = EVIDENCE_PART_BYTES;
	if (!buf)
		return -ENOMEM;
	while (n == EVIDENCE_PART_BYTES) {
		Duban__EvidencePartRequest q = DUBAN__EVIDENCE_PART_REQUEST__INIT;
		int r = read_part(s->fd, buf, &n);
		if (r < 0)
			return cli_fail(c, CLI_LOCAL, "local.unreadable", s->path, strerror(-r),
					NULL);
		if (n == 0)
			break;
		q.upload_id = (ProtobufCBinaryData){UPLOAD_ID_SIZE, s->upload_id};
		q.part = s->parts++;
		q.content = (ProtobufCBinaryData){n, buf};
		r = CLI_ASK(c, EVIDENCE_PART, evidence_part, &q, NULL);
		if (r != 0)
			return r;
	}
	c->reply = NULL;
	return 0;
}

int evidence_send(struct cli *c, const char *path, Duban__Evidence *e, const char *project)
{
	Duban__EvidenceCommitRequest q = DUBAN__EVIDENCE_COMMIT_REQUEST__INIT;
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct sending s = {.path = path, .fd = fd};
	if (fd < 0)
		return cli_fail(c, CLI_LOCAL, "local.unreadable", path, strerror(errno), NULL);
	int r = duban_request_id_new(s.upload_id);
	if (r == 0)
		r = send_parts(c, &s);
	if (r != 0)
		return r;
	q.upload_id = (ProtobufCBinaryData){UPLOAD_ID_SIZE, s.upload_id};
	q.parts = s.parts;
	q.evidence = e;
	q.project = cli_loose(project);
	return CLI_ASK(c, EVIDENCE_COMMIT, evidence_commit, &q, NULL);
}

/* ---- beside an export */

static char *place_of(const char *dir, const char *hex)
{
	char *ret = NULL;
	/* Out of a file: no way out of the folder. */
	if (hex[strspn(hex, "0123456789abcdef")] ||
	    asprintf(&ret, "%s/evidence%s%s", dir, *hex ? "/" : "", hex) < 0)
		return NULL;
	return ret;
}

int evidence_export(struct cli *c, const char *dir, const char *hex)
{
	_cleanup_free_ char *folder = place_of(dir, ""), *path = place_of(dir, hex), *part = NULL;
	if (!folder || !path || asprintf(&part, "%s.part", path) < 0)
		return -ENOMEM;
	if (access(path, F_OK) == 0)
		return 0;
	if (mkdir(folder, 0777) != 0 && errno != EEXIST)
		return cli_fail(c, CLI_LOCAL, "local.unwritable", folder, strerror(errno), NULL);
	FILE *out = fopen(part, "we");
	if (!out)
		return cli_fail(c, CLI_LOCAL, "local.unwritable", part, strerror(errno), NULL);
	int r = evidence_fetch(c, hex, out);
	bool bad = ferror(out) != 0;
	if ((fclose(out) != 0 || bad || (r == 0 && rename(part, path) != 0)) && r == 0)
		r = cli_fail(c, CLI_LOCAL, "local.unwritable", path, strerror(errno), NULL);
	if (r != 0)
		(void)unlink(part);
	return r;
}

static const char *cell(const struct csvfile *f, size_t row, const char *column)
{
	for (size_t k = 0; k < f->row[0].n; k++)
		if (strcmp(csv_cell(f, 0, k), column) == 0)
			return csv_cell(f, row, k);
	return "";
}

static int import_one(struct cli *c, const char *dir, const struct csvfile *f, size_t row)
{
	Duban__Evidence e = DUBAN__EVIDENCE__INIT;
	_cleanup_free_ char *path = place_of(dir, cell(f, row, "digest"));
	const char *taken = cell(f, row, "taken");
	int zone, r = cli_zone(c, &zone);
	if (!path || access(path, F_OK) != 0)
		return 0; /* the daemon says so if it has not got it either */
	if (r == 0 && *taken && !text_parse_instant(taken, zone, &e.taken_at))
		r = cli_fail(c, CLI_USAGE, "usage.instant", taken, NULL);
	e.name = cli_loose(cell(f, row, "name"));
	e.media_type = cli_loose(cell(f, row, "media_type"));
	e.place = cli_loose(cell(f, row, "place"));
	e.verifier = cli_loose(cell(f, row, "verifier"));
	e.verifier_unit = cli_loose(cell(f, row, "verifier_unit"));
	e.verifier_post = cli_loose(cell(f, row, "verifier_post"));
	r = r ? r : evidence_send(c, path, &e, cell(f, row, "project"));
	c->reply = NULL;
	return r;
}

int evidence_import(struct cli *c, const char *dir, const struct csvfile *rows)
{
	int r = 0;
	for (size_t i = 1; r == 0 && i < rows->n_rows; i++)
		r = import_one(c, dir, rows, i);
	return r;
}
