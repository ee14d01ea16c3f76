/* `exemption show`: an exemption (豁免), the lamps that went out by it, and the links it covers. */
#include <errno.h>

#include "client/cli/form/print.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/values.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/out.h"
#include "client/cli/print/rows.h"
#include "client/cli/print/table.h"
#include "proto/cleanup.h"

static const char facts[] = "id kind unit list project project_name year link from_date until_date "
			    "granted_until_date rule reason document approver approver_unit "
			    "ended_date end_reason end_document";

struct shown_exemption {
	const Duban__ExemptionShowReply *head;
	struct rows warnings, links;
};

static int add_page(struct shown_exemption *x, const Duban__ExemptionShowReply *b)
{
	int r = 0;
	for (size_t i = 0; i < b->n_warning && r == 0; i++)
		r = rows_add(&x->warnings, b->warning[i]);
	for (size_t i = 0; i < b->n_stopped && r == 0; i++)
		r = rows_add(&x->links, b->stopped[i]);
	return r < 0 ? -ENOMEM : 0;
}

static int gather(struct cli *c, Duban__ExemptionShowRequest *q, struct shown_exemption *x)
{
	do {
		const Duban__Reply *r;
		int rc = CLI_ASK(c, EXEMPTION_SHOW, exemption_show, q, &r);
		if (rc == 0)
			rc = add_page(x, r->exemption_show);
		if (rc != 0)
			return rc;
		x->head = r->exemption_show;
		q->after = r->exemption_show->next;
	} while (q->after);
	c->reply = NULL; /* printed here, not by its descriptor */
	return 0;
}

static int put_table(struct cli *c, struct shown_exemption *x)
{
	struct print_table *t;
	int r = form_put_facts(c, &x->head->base, facts);
	if (r == 0 && x->warnings.n) {
		(void)printf("\n%s\n", message("exemption.lamps"));
		warning_sort(&x->warnings);
		r = warning_table(c, &x->warnings);
	}
	if (r != 0 || !x->links.n)
		return r;
	(void)printf("\n%s\n", message("section.stopped"));
	r = form_table(c, &duban__exempted_link__descriptor,
		       "project project_name link link_name unit due_date exempted_days", &x->links,
		       &t);
	if (r != 0)
		return r;
	r = table_print(t, stdout);
	table_free(t);
	return r;
}

static void put_rows(struct json *j, const char *key, const struct rows *rows)
{
	json_array(j, key);
	for (size_t i = 0; i < rows->n; i++)
		json_message(j, NULL, rows->row[i]);
	json_end_array(j);
}

static int put_json(struct cli *c, const struct shown_exemption *x)
{
	Duban__ExemptionShowReply head = *x->head;
	struct json j = {.out = stdout};
	int r = cli_names(c, NULL, &j.names);
	if (r != 0)
		return r;
	json_object(&j, NULL);
	for (unsigned i = 0; i < head.base.descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &head.base.descriptor->fields[i];
		if (f->type != PROTOBUF_C_TYPE_MESSAGE)
			json_field(&j, NULL, &head.base, f->name);
	}
	put_rows(&j, "warning", &x->warnings);
	put_rows(&j, "stopped", &x->links);
	json_end_object(&j);
	(void)fputc('\n', stdout);
	return 0;
}

static int run(struct cli *c)
{
	struct shown_exemption x = {.head = NULL};
	Duban__ExemptionShowRequest q = DUBAN__EXEMPTION_SHOW_REQUEST__INIT;
	q.exemption = cli_loose(cli_word(c, 0));
	int r = gather(c, &q, &x);
	if (r == 0)
		r = cli_json(c) ? put_json(c, &x) : put_table(c, &x);
	rows_done(&x.warnings);
	rows_done(&x.links);
	return r;
}

VERB(exemption_show, .noun = "exemption", .verb = "show", .args = "ID", .min = 1, .max = 1,
     .requests = "exemption_show", .run = run,
     .help = "an exemption (豁免): the lamps that went out by it, and the links it covers");
