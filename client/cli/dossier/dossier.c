/* A project's dossier (项目档案) for an auditor: everything about one project, in a folder that can
 * be read and checked without a daemon. */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "client/cli/dossier/files.h"
#include "client/cli/dossier/folder.h"
#include "client/cli/dossier/page.h"
#include "client/cli/dossier/section.h"
#include "client/cli/form/ask.h"
#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/form/print.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/out.h"
#include "client/cli/print/table.h"
#include "client/cli/project/history.h"
#include "client/cli/project/show.h"
#include "proto/cleanup.h"

FORM(history, PROJECT_HISTORY);
FORM(reports, REPORT_LIST);
FORM(warnings, WARNING_LIST, .fixed = "all=yes");
FORM(chain, CHAIN_SHOW);
static const struct form form_evidence = {.body = DUBAN__REQUEST__BODY_SHEET,
					  .rows = "row",
					  .sheet = DUBAN__IMPORT_KIND__IMPORT_KIND_EVIDENCE};

/* Makes the folder, or accepts an empty one. Other files in it would get into the checksums. */
static int make_folder(struct cli *c, const char *dir)
{
	size_t n = 0;
	if (mkdir(dir, 0777) == 0)
		return 0;
	if (errno != EEXIST)
		return cli_fail(c, CLI_LOCAL, "local.unwritable", dir, message_errno(errno), NULL);
	DIR *d = opendir(dir);
	for (struct dirent *e; d && (e = readdir(d));)
		n += e->d_name[0] != '.';
	if (!d || closedir(d) != 0 || n > 0)
		return cli_fail(c, CLI_LOCAL, "dossier.not_empty", dir, NULL);
	return 0;
}

/* A list that this daemon does not know is left out; a line on the page and the terminal says so.
 * A project without a chain has a section that says so. */
static int ask(struct dossier *d, const struct form *form, struct filling *f, struct rows *rows,
	       const ProtobufCMessage **ret)
{
	int r = form_fill(d->c, form, f);
	if (r == 0)
		r = form_put(f, "project", d->code);
	if (r != 0)
		return r;
	d->c->reply = NULL;
	d->c->told = true;
	r = form_ask(f, rows, ret);
	d->c->told = false;
	const Duban__Reply *reply = r > 0 && r < CLI_USAGE ? d->c->reply : NULL;
	const char *code = reply && reply->n_problem > 0 ? reply->problem[0]->code : "";
	if (strcmp(code, "chain.unknown") == 0) {
		dossier_page_none(d, d->section);
		*ret = NULL;
		return 0;
	}
	if (strcmp(code, "request.unknown") == 0 || strcmp(code, "sheet.unknown_kind") == 0) {
		cli_say(d->c, "dossier.left_out", message_term("section", d->section), NULL);
		*ret = NULL;
		return 0;
	}
	if (reply)
		return cli_refused(d->c, reply);
	return r > 0 ? cli_fail(d->c, r, "dossier.stopped", d->section, NULL) : r;
}

/* Writes history.json: the rows of the project's history. */
static int dossier_history_json(struct dossier *d, const ProtobufCMessage *body,
				const struct rows *rows)
{
	FILE *out = dossier_open(d, "history.json");
	struct json j = {.out = out};
	(void)body;
	if (!out)
		return dossier_fail(d, "history.json", errno);
	int r = cli_names(d->c, NULL, &j.names);
	json_array(&j, NULL);
	for (size_t i = 0; i < rows->n; i++)
		json_message(&j, NULL, rows->row[i]);
	json_end_array(&j);
	(void)fputc('\n', out);
	int closed = dossier_close(d, out, "history.json");
	return r ? r : closed;
}

static int put_list(struct dossier *d, const struct form *form, const char *section)
{
	const ProtobufCMessage *body = NULL;
	_cleanup_(rows_done) struct rows rows = {};
	struct filling f = {};
	struct print_table *t = NULL;
	d->section = section;
	int r = ask(d, form, &f, &rows, &body);
	form_done(&f);
	if (r != 0 || !body)
		return r;
	if (form == &form_history)
		t = project_history_table(d->c, &rows, true);
	else
		r = form_table(d->c, form_rows(form, body->descriptor)->descriptor, NULL, &rows,
			       &t);
	if (r == 0 && !t)
		r = -ENOMEM;
	if (r == 0)
		r = dossier_table(d, section, t);
	if (r == 0 && form == &form_history)
		r = dossier_history_json(d, body, &rows);
	return r;
}

static int put_messages(struct dossier *d, const char *section, const void *items, size_t n,
			const ProtobufCMessageDescriptor *of)
{
	const ProtobufCMessage *const *item = items;
	_cleanup_(rows_done) struct rows rows = {};
	struct print_table *t = NULL;
	for (size_t i = 0; i < n; i++)
		if (rows_add(&rows, item[i]) < 0)
			return -ENOMEM;
	int r = form_table(d->c, of, NULL, &rows, &t);
	return r ? r : dossier_table(d, section, t);
}

static int put_project(struct dossier *d, const Duban__Reply *reply)
{
	const Duban__ProjectShowReply *s = reply->project_show;
	struct print_table *facts = NULL;
	FILE *out = dossier_open(d, "project.json");
	if (!out)
		return dossier_fail(d, "project.json", errno);
	int r = project_show_json(d->c, reply, out), closed = dossier_close(d, out, "project.json");
	if (r == 0)
		r = closed;
	if (r == 0)
		r = form_facts(d->c, &s->project->base, NULL, &facts);
	if (r == 0)
		r = dossier_table(d, "project", facts);
	if (r == 0 && s->life)
		r = form_facts(d->c, &s->life->base, NULL, &facts);
	if (r == 0 && s->life)
		r = dossier_table(d, "life", facts);
	if (r == 0)
		r = put_messages(d, "plan", s->plan, s->n_plan, &duban__plan__descriptor);
	return r ? r
		 : put_messages(d, "figure", s->figure, s->n_figure, &duban__figure__descriptor);
}

/* Stores the evidence files that the project's records refer to, named by digest and name. */
static int put_evidence(struct dossier *d)
{
	const ProtobufCMessage *body = NULL;
	_cleanup_(rows_done) struct rows rows = {};
	struct filling f = {};
	d->section = "evidence";
	int r = ask(d, &form_evidence, &f, &rows, &body);
	form_done(&f);
	if (r == 0 && body && body->descriptor == &duban__sheet_reply__descriptor)
		r = dossier_evidence(d, (const Duban__SheetReply *)body, &rows);
	return r;
}

static int fill(struct dossier *d, const Duban__Reply *show)
{
	int r = dossier_page_begin(d, show->project_show->project);
	if (r == 0)
		r = put_project(d, show);
	if (r == 0)
		r = put_list(d, &form_chain, "chain");
	if (r == 0)
		r = put_list(d, &form_reports, "report");
	if (r == 0)
		r = put_list(d, &form_warnings, "warning");
	if (r == 0)
		r = put_evidence(d);
	if (r == 0)
		r = put_list(d, &form_history, "history");
	if (r == 0)
		r = dossier_page_end(d);
	return r ? r : dossier_sums(d);
}

static int run(struct cli *c)
{
	const Duban__Reply *show;
	struct dossier d = {.c = c, .dir = cli_word(c, 1)};
	Duban__ProjectShowRequest q = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	char files[24];
	int zone;
	q.project = cli_loose(cli_word(c, 0));
	q.whole = true;
	int r = CLI_ASK(c, PROJECT_SHOW, project_show, &q, &show);
	if (r == 0 && !show->project_show->project)
		r = cli_fail(c, CLI_LOCAL, "import.bad_reply", NULL);
	if (r == 0)
		r = cli_zone(c, &zone);
	if (r == 0)
		r = make_folder(c, d.dir);
	if (r == 0) {
		d.code = show->project_show->project->code;
		r = fill(&d, show);
	}
	(void)snprintf(files, sizeof files, "%zu", d.files.n);
	if (r == 0)
		cli_say(c, "dossier.written", d.dir, files, NULL);
	if (r == 0 && c->json) {
		struct json j = {.out = stdout};
		json_object(&j, NULL);
		json_text(&j, "dir", d.dir);
		json_uint(&j, "files", d.files.n);
		json_end_object(&j);
		(void)fputc('\n', stdout);
	}
	for (size_t i = 0; i < d.files.n; i++)
		free((char *)(uintptr_t)d.files.row[i]);
	rows_done(&d.files);
	c->reply = NULL;
	return r;
}

VERB(project_dossier, .noun = "project", .verb = "dossier", .args = "CODE DIR", .min = 2, .max = 2,
     .requests = "project_history evidence_get", .run = run,
     .help = "write all about one project into a folder with checksums, for an auditor (项目档案)");
