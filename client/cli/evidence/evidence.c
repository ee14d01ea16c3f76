/* Stored files (佐证): put, get, check, list. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "client/cli/evidence/files.h"
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/json.h"
#include "client/cli/print/rows.h"
#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "text/date.h"
#include "text/file_name.h"
#include "text/hex.h"
#include "text/room.h"

#define HEX_MAX (2 * HASH_SIZE + 1)

static const char *hex_of(const ProtobufCBinaryData *b, char buf[HEX_MAX])
{
	return hex_text(BYTES(b->data, b->len < HASH_SIZE ? b->len : HASH_SIZE), buf);
}

/* ---- put */

static const struct verb_option put_options[] = {
    {"project", "CODE", "the project it belongs to"},
    {"name", "NAME", "stored name of the file; its own if not given"},
    {"media-type", "TYPE", "what kind of file it is: image/jpeg, application/pdf"},
    {"place", "TEXT", "where it was taken (地点)"},
    {"taken", "TIME", "when it was taken (拍摄时间)"},
    {"verifier", "NAME", "who verified it (核验人)"},
    {"verifier-unit", "TEXT", "that person's unit (核验单位)"},
    {"verifier-post", "TEXT", "and post (核验职务)"},
    {},
};

static const char *name_of(struct cli *c)
{
	const char *name = cli_option(c, "name"), *slash = strrchr(cli_word(c, 0), '/');
	return name ? name : slash ? slash + 1 : cli_word(c, 0);
}

static int fill(struct cli *c, Duban__Evidence *e)
{
	const char *taken = cli_option(c, "taken");
	int zone, r = taken ? cli_zone(c, &zone) : 0;
	if (r != 0)
		return r;
	if (taken && !moment_parse(taken, zone, &e->taken_at))
		return cli_fail(c, CLI_USAGE, "usage.instant", taken, NULL);
	e->name = cli_loose(name_of(c));
	e->media_type = cli_loose(cli_option(c, "media-type"));
	e->place = cli_loose(cli_option(c, "place"));
	e->verifier = cli_loose(cli_option(c, "verifier"));
	e->verifier_unit = cli_loose(cli_option(c, "verifier-unit"));
	e->verifier_post = cli_loose(cli_option(c, "verifier-post"));
	return 0;
}

static int run_put(struct cli *c)
{
	Duban__Evidence e = DUBAN__EVIDENCE__INIT;
	if (!cli_option(c, "project"))
		return cli_fail(c, CLI_USAGE, "usage.option_required", "project", NULL);
	int r = fill(c, &e);
	return r ? r : evidence_send(c, cli_word(c, 0), &e, cli_option(c, "project"));
}

static int print_put(struct cli *c, const Duban__Reply *r)
{
	char hex[HEX_MAX];
	if (r->body_case == DUBAN__REPLY__BODY_EVIDENCE)
		cli_say(c, "evidence.stored", r->evidence->evidence->name, r->evidence->project,
			hex_of(&r->evidence->evidence->digest, hex), NULL);
	return 0;
}

VERB(evidence_put, .noun = "evidence", .verb = "put", .args = "FILE", .min = 1, .max = 1,
     .options = put_options, .requests = "evidence_part evidence_commit",
     .help = "store a file (佐证) under its SM3 digest, for a project", .run = run_put,
     .print = print_put);

/* ---- get */

static const struct verb_option get_options[] = {
    {"out", "FILE", "file to write, its stored name if not given; - is the standard output"},
    {},
};

struct getting {
	struct cli *c;
	const char *path; /* NULL: use the stored name, which the first reply tells */
	FILE *out;
	EVP_MD_CTX *sum;
};

/* An existing file is not overwritten. A stored name that is no file name, as older versions took
 * them, is not used. */
static int open_out(struct getting *g, const Duban__Evidence *e)
{
	if (!g->path)
		g->path = file_name_fits(e->name) ? e->name : "evidence";
	g->out = strcmp(g->path, "-") == 0 ? stdout : fopen(g->path, "wxe");
	return g->out ? 0
		      : cli_fail(g->c, CLI_LOCAL, "local.unwritable", g->path, message_errno(errno),
				 NULL);
}

static int get_all(struct getting *g, uint8_t *digest)
{
	Duban__EvidenceGetRequest q = DUBAN__EVIDENCE_GET_REQUEST__INIT;
	q.digest = (ProtobufCBinaryData){HASH_SIZE, digest};
	do {
		const Duban__Reply *reply;
		int r = CLI_ASK(g->c, EVIDENCE_GET, evidence_get, &q, &reply);
		if (r != 0)
			return r;
		const Duban__EvidenceGetReply *b = reply->evidence_get;
		if (!g->out)
			r = open_out(g, b->evidence);
		if (r == 0 && fwrite(b->content.data, 1, b->content.len, g->out) != b->content.len)
			r = cli_fail(g->c, CLI_LOCAL, "local.unwritable", g->path,
				     message_errno(errno), NULL);
		if (r == 0 && EVP_DigestUpdate(g->sum, b->content.data, b->content.len) != 1)
			r = -EIO;
		if (r != 0)
			return r;
		q.from = b->next;
	} while (q.from);
	g->c->reply = NULL;
	return evidence_sum_check(g->c, g->sum, cli_word(g->c, 0));
}

static int run_get(struct cli *c)
{
	struct getting g = {.c = c, .path = cli_option(c, "out")};
	uint8_t digest[HASH_SIZE];
	if (!hex_parse(cli_word(c, 0), digest, HASH_SIZE))
		return cli_fail(c, CLI_USAGE, "usage.hex", "SM3", cli_word(c, 0), NULL);
	g.sum = evidence_sum_new();
	int r = g.sum ? get_all(&g, digest) : -ENOMEM;
	EVP_MD_CTX_free(g.sum);
	if (!g.out || g.out == stdout)
		return r;
	if (fclose(g.out) != 0 && r == 0)
		r = cli_fail(c, CLI_LOCAL, "local.unwritable", g.path, message_errno(errno), NULL);
	if (r == 0)
		cli_say(c, "evidence.written", cli_word(c, 0), g.path, NULL);
	else
		(void)unlink(g.path); /* the file is incomplete or damaged */
	return r;
}

VERB(evidence_get, .noun = "evidence", .verb = "get", .args = "SM3", .min = 1, .max = 1,
     .options = get_options, .requests = "evidence_get",
     .help = "get a stored file (佐证) back by its digest", .run = run_get);

/* ---- check */

static int check_all(struct cli *c, uint32_t *ret_checked, struct rows *damaged)
{
	Duban__EvidenceCheckRequest q = DUBAN__EVIDENCE_CHECK_REQUEST__INIT;
	uint32_t checked = 0;
	do {
		const Duban__Reply *reply;
		int r = CLI_ASK(c, EVIDENCE_CHECK, evidence_check, &q, &reply);
		if (r != 0)
			return r;
		const Duban__EvidenceCheckReply *b = reply->evidence_check;
		checked += b->checked;
		for (size_t i = 0; i < b->n_damaged; i++)
			if (rows_add(damaged, b->damaged[i]) < 0)
				return -ENOMEM;
		q.after = b->next;
	} while (q.after.len);
	c->reply = NULL;
	*ret_checked = checked;
	return 0;
}

static void check_json(uint32_t checked, const struct rows *damaged)
{
	struct json j = {.out = stdout};
	json_object(&j, NULL);
	json_uint(&j, "checked", checked);
	json_array(&j, "damaged");
	for (size_t i = 0; i < damaged->n; i++)
		json_text(&j, NULL, damaged->row[i]);
	json_end_array(&j);
	json_end_object(&j);
	(void)fputc('\n', stdout);
}

static int run_check(struct cli *c)
{
	_cleanup_(rows_done) struct rows damaged = {};
	uint32_t checked;
	char n[TEXT_ROOM], bad[TEXT_ROOM];
	int r = check_all(c, &checked, &damaged);
	if (r != 0)
		return r;
	if (c->json) {
		check_json(checked, &damaged);
		return damaged.n ? CLI_CHECK_FAILED : 0;
	}
	for (size_t i = 0; i < damaged.n; i++)
		(void)printf("%s\n", (const char *)damaged.row[i]);
	(void)snprintf(n, sizeof n, "%u", checked);
	(void)snprintf(bad, sizeof bad, "%zu", damaged.n);
	if (damaged.n)
		return cli_fail(c, CLI_CHECK_FAILED, "evidence.found_damaged", n, bad, NULL);
	cli_say(c, "evidence.checked", n, NULL);
	return 0;
}

VERB(evidence_check, .noun = "evidence", .verb = "check", .requests = "evidence_check",
     .help = "check that every stored file (佐证) exists and is undamaged", .run = run_check);

/* ---- list */
