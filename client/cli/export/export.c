/* Writes all records to files, one per kind, in the form that `import all` reads: canonical English
 * headers, UTF-8, LF, rows in the order of the store, values as the daemon writes them. A text that
 * a spreadsheet would run as a formula bears a mark (print/mark.h), which the import takes off. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "client/cli/evidence/files.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/connect.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/print/json.h"
#include "client/cli/print/out.h"
#include "duban.h"
#include "proto/cleanup.h"
#include "proto/record/record.h"

struct exporting {
	struct cli *c;
	const struct record *kind;
	FILE *out; /* NULL until the first row */
	const char *dir;
	char *path, *part;
	size_t rows;
	struct json json;
};

static void put_cell(FILE *out, const char *s, bool first)
{
	(void)fputs(first ? "" : ",", out);
	out_csv_text(out, s);
}

static int unwritable(struct exporting *e, int error)
{
	return cli_fail(e->c, CLI_LOCAL, "local.unwritable", e->path, message_errno(error), NULL);
}

static int put_page(struct exporting *e, const Duban__SheetReply *page)
{
	for (size_t i = 0; i < page->n_row; i++) {
		if (!e->out) {
			e->out = fopen(e->part, "we");
			if (!e->out)
				return unwritable(e, errno);
			for (size_t k = 0; k < page->n_column; k++)
				put_cell(e->out, page->column[k]->name, k == 0);
			(void)fputc('\n', e->out);
		}
		for (size_t k = 0; k < page->row[i]->n_cell; k++)
			put_cell(e->out, page->row[i]->cell[k], k == 0);
		(void)fputc('\n', e->out);
		e->rows++;
		/* The first column of evidence is the digest. */
		int r = e->kind->kind == DUBAN__IMPORT_KIND__IMPORT_KIND_EVIDENCE
			    ? evidence_export(e->c, e->dir, page->row[i]->cell[0])
			    : 0;
		if (r != 0)
			return r;
	}
	return 0;
}

/* When all kinds are exported, a kind is left out if this daemon does not know it or this key may
 * not read it. */
static bool leaves_out(struct exporting *e, const Duban__Reply *r)
{
	bool unknown = r->n_problem > 0 && strcmp(r->problem[0]->code, "sheet.unknown_kind") == 0;
	if (cli_option(e->c, "kind") || (!unknown && r->status != DUBAN__STATUS__STATUS_DENIED))
		return false;
	if (!unknown)
		cli_say(e->c, "export.denied", e->kind->name, NULL);
	return true;
}

/* Each page is freed before the next is read: a store may be larger than the memory here. */
static int ask(struct exporting *e)
{
	Duban__SheetRequest sheet = DUBAN__SHEET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	uint8_t after[512];
	int r = 0;
	q.body_case = DUBAN__REQUEST__BODY_SHEET;
	q.sheet = &sheet;
	sheet.kind = e->kind->kind;
	do {
		struct duban_reply *reply = NULL;
		int status = duban_call(e->c->d, &q, &reply);
		if (status < 0)
			return cli_failure(e->c, status, duban_failure(e->c->d));
		const Duban__Reply *got = duban_reply_get(reply);
		bool usable = status == 0 && got->body_case == DUBAN__REPLY__BODY_SHEET &&
			      got->sheet->next.len <= sizeof after;
		if (usable)
			r = put_page(e, got->sheet);
		else if (status == 0)
			r = cli_fail(e->c, CLI_LOCAL, "import.bad_reply", NULL);
		else
			r = leaves_out(e, got) ? 0 : cli_refused(e->c, got);
		sheet.after = (ProtobufCBinaryData){.data = after};
		if (usable && got->sheet->next.len > 0) {
			sheet.after.len = got->sheet->next.len;
			memcpy(after, got->sheet->next.data, sheet.after.len);
		}
		duban_reply_free(reply);
	} while (r == 0 && sheet.after.len > 0);
	return r;
}

/* Puts the new file in place. If the kind is empty now, deletes the file of an earlier export:
 * otherwise an import of the folder would bring the old rows back. */
static int finish(struct exporting *e, int r)
{
	if (e->out) {
		bool bad = ferror(e->out) != 0;
		if ((fclose(e->out) != 0 || bad) && r == 0)
			r = unwritable(e, errno ? errno : EIO);
		if (r == 0 && rename(e->part, e->path) != 0)
			r = unwritable(e, errno);
		if (r != 0)
			(void)unlink(e->part);
	} else if (r == 0 && unlink(e->path) != 0 && errno != ENOENT) {
		r = unwritable(e, errno);
	}
	return r;
}

static void tell(struct exporting *e)
{
	char rows[24];
	(void)snprintf(rows, sizeof rows, "%zu", e->rows);
	if (e->rows > 0)
		cli_say(e->c, "out.written", e->path, rows, NULL);
	if (e->rows == 0 || !e->c->json)
		return;
	json_object(&e->json, NULL);
	json_text(&e->json, "kind", e->kind->name);
	json_text(&e->json, "file", e->path);
	json_uint(&e->json, "rows", e->rows);
	json_end_object(&e->json);
}

static int export_kind(struct exporting *e, const char *dir)
{
	_cleanup_free_ char *path = NULL, *part = NULL;
	if (asprintf(&path, "%s/%s.csv", dir, e->kind->name) < 0 ||
	    asprintf(&part, "%s.part", path) < 0)
		return -ENOMEM;
	e->dir = dir;
	e->path = path;
	e->part = part;
	e->out = NULL;
	e->rows = 0;
	int r = finish(e, ask(e));
	if (r == 0)
		tell(e);
	return r;
}

static int unknown_kind(struct cli *c, const char *name)
{
	size_t n, size;
	const struct record *const *all = records_all(&n);
	_cleanup_free_ char *known = NULL;
	FILE *out = open_memstream(&known, &size);
	if (!out)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		if (all[i]->order)
			(void)fprintf(out, "%s%s", ftell(out) > 0 ? ", " : "", all[i]->name);
	if (fclose(out) != 0)
		return -ENOMEM;
	return cli_fail(c, CLI_USAGE, "usage.kind", name, known, NULL);
}

static int export_all(struct exporting *e, const char *dir, const struct record *only)
{
	size_t n;
	const struct record *const *all = records_all(&n);
	int r = 0;
	for (size_t i = 0; r == 0 && i < n; i++) {
		e->kind = all[i];
		if (e->kind->order && (!only || only == e->kind))
			r = export_kind(e, dir);
	}
	return r;
}

/* What was written is told when all is: after a failure the output holds the error alone. */
static int export_json(struct exporting *e, const char *dir, const struct record *only)
{
	_cleanup_free_ char *told = NULL;
	size_t size;
	e->json.out = open_memstream(&told, &size);
	if (!e->json.out)
		return -ENOMEM;
	json_array(&e->json, NULL);
	int r = export_all(e, dir, only);
	json_end_array(&e->json);
	if (fclose(e->json.out) != 0)
		return -ENOMEM;
	if (r == 0)
		(void)printf("%s\n", told);
	return r;
}

static int run_export(struct cli *c)
{
	const char *dir = cli_word(c, 0), *name = cli_option(c, "kind");
	struct exporting e = {.c = c};
	const struct record *only = name ? record_named(name) : NULL;
	if (name && (!only || !only->order))
		return unknown_kind(c, name);
	int r = cli_connect(c);
	if (r == 0 && mkdir(dir, 0777) != 0 && errno != EEXIST)
		r = cli_fail(c, CLI_LOCAL, "local.unwritable", dir, message_errno(errno), NULL);
	if (r != 0)
		return r;
	return c->json ? export_json(&e, dir, only) : export_all(&e, dir, only);
}

static const struct verb_option options[] = {
    {"kind", "KIND", "this kind only: units, people, projects, chains, ..."},
    {},
};

VERB(export, .noun = "export", .args = "DIR", .min = 1, .max = 1, .options = options,
     .requests = "sheet evidence_get", .run = run_export,
     .help = "write all records to files DIR/KIND.csv, which `import all` reads, and the stored "
	     "files (导出)");
