#include "client/cli/import/print.h"

#include <errno.h>
#include <string.h>

#include "client/cli/form/record.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/verb.h"
#include "client/cli/import/columns.h"
#include "client/cli/list/totals.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/parts.h"
#include "client/cli/print/remarks.h"
#include "client/cli/print/table.h"
#include "client/cli/warning/ahead.h"
#include "proto/cleanup.h"
#include "text/money.h"
#include "text/room.h"

#define ABSENT_SHOWN 20

/* The first import of projects: all that the store has came with it. People are told what is lit by
 * it and what will be, because until then nobody has seen a lamp. A daemon that cannot tell (an
 * older one) does not make the import a failure. */
static void ask_ahead(struct cli *c, const struct import_told *t, struct ahead **ret)
{
	static Duban__StatusRequest q = DUBAN__STATUS_REQUEST__INIT;
	const Duban__ImportDone *d = t->reply->done;
	const Duban__Reply *r, *kept = c->reply;
	if (!t->seq || !d->totals || !d->created)
		return;
	c->told = true;
	if (CLI_ASK(c, STATUS, status, &q, &r) == 0 && r->status_reply->projects == d->created)
		(void)ahead_ask(c, &(struct ahead_asked){.lit = true}, ret);
	c->told = false;
	c->reply = kept;
}

static int put_json(struct cli *c, const struct import_told *t, const struct ahead *ahead)
{
	const Duban__ImportReply *r = t->reply;
	const Duban__ImportDone *d = r->done;
	struct json j = {.out = stdout};
	int rc = cli_names(c, NULL, &j.names);
	if (rc != 0)
		return rc;
	json_object(&j, NULL);
	json_text(&j, "file", t->path);
	if (t->kind)
		json_text(&j, "kind", t->kind);
	else
		json_field(&j, "kind", &d->base, "kind");
	json_uint(&j, "rows", d->rows);
	json_uint(&j, "created", d->created);
	json_uint(&j, "updated", d->updated);
	json_uint(&j, "unchanged", d->unchanged);
	json_field(&j, "absent", &d->base, "absent");
	json_bool(&j, "dry_run", r->dry_run);
	json_field(&j, "totals", &d->base, "totals");
	remarks_json(&j, d->remark, d->n_remark);
	json_field(&j, "changes", &r->base, "change");
	json_uint(&j, "absent_count", d->absent_count);
	json_uint(&j, "changes_count", r->changes);
	if (d->kind == DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE) {
		json_uint(&j, "phones", r->phones);
		json_uint(&j, "phones_erased", r->phones_erased);
	}
	if (t->seq)
		json_uint(&j, "seq", t->seq);
	if (ahead)
		ahead_json(&j, "ahead", ahead);
	if (t->more)
		t->more(&j, t->of);
	json_end_object(&j);
	(void)fputc('\n', stdout);
	return 0;
}

static const char *number(uint32_t n, char *buf)
{
	(void)snprintf(buf, TEXT_ROOM, "%u", n);
	return buf;
}

/* The message type of a record's column; NULL: the column is not a message. */
static const ProtobufCMessageDescriptor *message_of(const char *kind, const char *column)
{
	static const struct {
		const char *kind;
		const ProtobufCMessageDescriptor *record;
	} known[] = {
	    {"groups", &duban__group__descriptor},
	    {"acceptances", &duban__acceptance__descriptor},
	    {"members", &duban__member__descriptor},
	};
	const ProtobufCFieldDescriptor *f = NULL;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].kind, kind) == 0)
			f = parts_field(known[i].record, column);
	return f && f->type == PROTOBUF_C_TYPE_MESSAGE ? f->descriptor : NULL;
}

static void put_value(struct cli *c, struct print_table *t, const char *kind,
		      const Duban__Change *h, const char *text)
{
	/* For a new paper the text is its name. */
	if (message_chinese() && !*h->column && strcmp(kind, "papers") == 0)
		text = message_term("paper_name", text);
	const ProtobufCMessageDescriptor *d =
	    strchr(text, '=') ? message_of(kind, h->column) : NULL;
	_cleanup_free_ char *shown =
	    d ? parts_shown(c, d, text) : import_cell_shown(c, kind, h->column, text);
	table_cell(t, shown ? shown : text);
}

/* The key of a record, such as "NC2020-006/filing"; in Chinese a paper is shown by its name. */
static void put_key(struct print_table *t, const char *kind, const char *key)
{
	const char *slash = strcmp(kind, "papers") == 0 ? strrchr(key, '/') : NULL;
	if (slash && message_chinese())
		table_cellf(t, "%.*s/%s", (int)(slash - key), key,
			    message_term("paper_name", slash + 1));
	else
		table_cell(t, key);
}

/* For a single record the columns that would be equal in every row are left out. */
static int put_changes(struct cli *c, const Duban__ImportReply *r, bool record)
{
	static const char *const heads[] = {">line", "key",	    "column", "before",
					    "",	     "after_value", NULL};
	char shown[TEXT_ROOM], all[TEXT_ROOM];
	const char *kind = r->done ? record_name(r->done->kind) : "";
	if (r->n_change == 0)
		return 0;
	struct print_table *t = table_new(heads);
	if (!t)
		return -ENOMEM;
	for (size_t i = 0; i < r->n_change; i++) {
		const Duban__Change *h = r->change[i];
		table_cell(t, h->line ? number(h->line, shown) : "");
		put_key(t, kind, h->key);
		table_cell(t, import_column_head(kind, h->column));
		put_value(c, t, kind, h, h->before);
		table_cell(t, "→");
		put_value(c, t, kind, h, h->after);
	}
	if (record)
		table_drop_empty(t);
	int rc = table_print(t, stdout);
	table_free(t);
	if (r->changes > r->n_change)
		cli_say(c, "import.more_changes", number((uint32_t)r->n_change, shown),
			number(r->changes, all), NULL);
	return rc;
}

static void put_absent(struct cli *c, const Duban__ImportDone *d)
{
	char n[TEXT_ROOM];
	if (d->absent_count == 0)
		return;
	cli_say(c, cli_flag(c, "replace") ? "import.replaced" : "import.absent",
		number(d->absent_count, n), NULL);
	for (size_t i = 0; i < d->n_absent && i < ABSENT_SHOWN; i++)
		(void)printf("  %s\n", d->absent[i]);
	if (d->absent_count > ABSENT_SHOWN)
		(void)printf("  …\n");
}

/* Numbers are no change of a record, so nothing else in the answer tells of them. */
static void put_phones(struct cli *c, const Duban__ImportReply *r)
{
	char n[TEXT_ROOM];
	if (r->phones)
		cli_say(c, r->dry_run ? "import.phones_would" : "import.phones",
			number(r->phones, n), NULL);
	if (r->phones_erased)
		cli_say(c, r->dry_run ? "import.phones_would_erase" : "import.phones_erased",
			number(r->phones_erased, n), NULL);
}

/* An import of reports that were handed in or judged cannot be taken back; an opening balance can,
 * and only its reply lists changes. */
static bool revertible(const Duban__ImportReply *r)
{
	return r->done->kind != DUBAN__IMPORT_KIND__IMPORT_KIND_REPORTS || r->changes;
}

static int put_text(struct cli *c, const struct import_told *t, const struct ahead *ahead)
{
	const Duban__ImportReply *r = t->reply;
	const Duban__ImportDone *d = r->done;
	char n[4][TEXT_ROOM];
	int rc = r->dry_run ? put_changes(c, r, false) : 0;
	cli_say(c, r->dry_run ? "import.would" : "import.done", t->path, number(d->rows, n[0]),
		number(d->created, n[1]), number(d->updated, n[2]), number(d->unchanged, n[3]),
		NULL);
	put_absent(c, d);
	put_phones(c, r);
	remarks_print(c, d->remark, d->n_remark);
	if (d->totals) {
		cli_say(c, "import.totals", NULL);
		totals_print(c, d->totals);
	}
	(void)snprintf(n[0], TEXT_ROOM, "%llu", (unsigned long long)t->seq);
	if (t->seq && revertible(r))
		cli_say(c, "import.revert_by", n[0], NULL);
	if (ahead)
		ahead_print(c, ahead);
	return rc;
}

int import_print(struct cli *c, const Duban__Reply *r, const struct import_told *t)
{
	struct import_told all = *t;
	if (r->body_case != DUBAN__REPLY__BODY_IMPORT || !r->import->done)
		return cli_fail(c, CLI_LOCAL, "import.bad_reply", NULL);
	all.reply = r->import;
	all.seq = r->last_seq;
	return import_print_told(c, &all);
}

int import_print_told(struct cli *c, const struct import_told *t)
{
	struct ahead *ahead = NULL;
	ask_ahead(c, t, &ahead);
	int r = c->json ? put_json(c, t, ahead) : put_text(c, t, ahead);
	ahead_free(ahead);
	return r;
}

/* What was understood of the amounts that were given; a change shows them in its table. */
static void put_amounts(struct cli *c, const char *kind)
{
	for (const struct verb_option *o = verb_options(c->verb); o->name; o++) {
		char column[64], buf[TEXT_ROOM];
		const char *text = cli_option(c, o->name);
		int64_t fen;
		(void)snprintf(column, sizeof column, "%s", o->name);
		for (char *s = column; *s; s++)
			*s = *s == '-' ? '_' : *s;
		/* a target's value may be an amount, a number or a share */
		bool money_column =
		    import_column_is(kind, column, RECORD_MONEY) || strcmp(kind, "targets") == 0;
		if (text && money_column && money_parse(text, MONEY_UNIT_NONE, &fen) == MONEY_FINE)
			(void)printf("  %s %s万元\n", import_column_head(kind, column),
				     money_text_exact(fen, MONEY_UNIT_WAN, buf));
	}
}

int import_print_record(struct cli *c, const Duban__Reply *r)
{
	const Duban__ImportDone *d =
	    r->body_case == DUBAN__REPLY__BODY_IMPORT ? r->import->done : NULL;
	if (!d)
		return cli_fail(c, CLI_LOCAL, "import.bad_reply", NULL);
	if (c->json)
		return put_json(c, &(struct import_told){.reply = r->import, .seq = r->last_seq},
				NULL);
	int rc = put_changes(c, r->import, true);
	const char *what = d->created ? "created" : d->updated ? "updated" : "unchanged";
	char code[64];
	(void)snprintf(code, sizeof code, "record.%s%s", r->import->dry_run ? "would_be_" : "",
		       what);
	/* Telephone numbers are kept outside the journal: they are no update of the record. */
	if (d->created || d->updated || (!r->import->phones && !r->import->phones_erased))
		cli_say(c, code, NULL);
	if (!d->updated)
		put_amounts(c, record_name(d->kind));
	put_phones(c, r->import);
	remarks_print(c, d->remark, d->n_remark);
	return rc;
}
