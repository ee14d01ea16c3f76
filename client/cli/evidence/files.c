#include "client/cli/evidence/files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/connect.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/import/csvfile.h"
#include "duban.h"
#include "duban/evidence.h"
#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "text/date.h"
#include "text/hex.h"

FORM(get, EVIDENCE_GET);

EVP_MD_CTX *evidence_sum_new(void)
{
	EVP_MD_CTX *sum = EVP_MD_CTX_new();
	if (sum && EVP_DigestInit_ex(sum, EVP_sm3(), NULL) != 1) {
		EVP_MD_CTX_free(sum);
		return NULL;
	}
	return sum;
}

int evidence_sum_check(struct cli *c, EVP_MD_CTX *sum, const char *hex)
{
	char came[2 * HASH_SIZE + 1];
	uint8_t hash[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	if (EVP_DigestFinal_ex(sum, hash, &size) != 1 || size != HASH_SIZE)
		return -EIO;
	return strcasecmp(hex_text(BYTES(hash, HASH_SIZE), came), hex) == 0
		   ? 0
		   : cli_fail(c, CLI_CHECK_FAILED, "evidence.differs", hex, NULL);
}

/* Receives the content of a file. */
struct taking {
	FILE *out;
	EVP_MD_CTX *sum;
	uint64_t from; /* offset of the next page; 0 after the last */
};

static int fetch_page(struct cli *c, struct filling *f, struct taking *t)
{
	struct duban_reply *reply = NULL;
	((Duban__EvidenceGetRequest *)f->body)->from = t->from;
	int status = duban_call(c->d, &f->request, &reply), r = 0;
	if (status < 0)
		return cli_failure(c, status, duban_failure(c->d));
	const Duban__Reply *got = duban_reply_get(reply);
	t->from = 0;
	if (status > 0)
		r = cli_refused(c, got);
	else if (got->body_case != DUBAN__REPLY__BODY_EVIDENCE_GET)
		r = cli_fail(c, CLI_LOCAL, "import.bad_reply", NULL);
	else
		t->from = got->evidence_get->next;
	if (r == 0) {
		const ProtobufCBinaryData *page = &got->evidence_get->content;
		(void)fwrite(page->data, 1, page->len, t->out);
		if (EVP_DigestUpdate(t->sum, page->data, page->len) != 1)
			r = -EIO;
	}
	duban_reply_free(reply);
	return r;
}

int evidence_fetch(struct cli *c, const char *hex, FILE *out)
{
	_cleanup_(form_done) struct filling f = {.c = c, .form = &form_get};
	const struct verb none = {.noun = "evidence"}, *verb = c->verb;
	struct taking t = {.out = out, .sum = evidence_sum_new()};
	if (!t.sum)
		return -ENOMEM;
	/* This request must not take words and options from the command line: they belong to the
	 * verb. */
	c->verb = &none;
	int r = form_fill(c, &form_get, &f);
	if (r == 0)
		r = form_put(&f, "digest", hex);
	c->verb = verb;
	if (r == 0)
		r = cli_connect(c);
	do
		r = r ? r : fetch_page(c, &f, &t);
	while (r == 0 && t.from > 0);
	if (r == 0)
		r = evidence_sum_check(c, t.sum, hex);
	EVP_MD_CTX_free(t.sum);
	return r;
}

int evidence_send(struct cli *c, const char *path, const Duban__Evidence *e, const char *project)
{
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct duban_reply *reply = NULL;
	uint8_t id[REQUEST_ID_SIZE];
	if (access(path, R_OK) != 0)
		return cli_fail(c, CLI_LOCAL, "local.unreadable", path, message_errno(errno), NULL);
	q.body_case = DUBAN__REQUEST__BODY_EVIDENCE_COMMIT;
	int r = cli_dress(c, &q, id);
	if (r == 0)
		r = cli_connect(c);
	if (r != 0)
		return r;
	struct duban_evidence put = {
	    .project = project,
	    .path = path,
	    .name = e->name,
	    .media_type = e->media_type,
	    .place = e->place,
	    .taken_at = e->taken_at,
	    .verifier = e->verifier,
	    .verifier_unit = e->verifier_unit,
	    .verifier_post = e->verifier_post,
	    .for_unit = q.for_unit,
	    .for_person = q.for_person,
	    .request_id = q.request_id.data,
	};
	int status = duban_evidence_put(c->d, &put, &reply);
	return cli_took(c, status, reply, NULL);
}

/* ---- evidence in the folder of an export */

static char *place_of(const char *dir, const char *hex)
{
	char *ret = NULL;
	/* The digest was read from a file. Accepting hex digits only keeps the path inside the
	 * folder. */
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
		return cli_fail(c, CLI_LOCAL, "local.unwritable", folder, message_errno(errno),
				NULL);
	FILE *out = fopen(part, "we");
	if (!out)
		return cli_fail(c, CLI_LOCAL, "local.unwritable", part, message_errno(errno), NULL);
	int r = evidence_fetch(c, hex, out);
	bool bad = ferror(out) != 0;
	if ((fclose(out) != 0 || bad || (r == 0 && rename(part, path) != 0)) && r == 0)
		r = cli_fail(c, CLI_LOCAL, "local.unwritable", path, message_errno(errno), NULL);
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
		return 0; /* the daemon reports it if it lacks the file too */
	if (r == 0 && *taken && !moment_parse(taken, zone, &e.taken_at))
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
