/* Orders (督办件): `order show`, on the screen or as the paper that goes out (督办函). */
#include <errno.h>
#include <stdlib.h>

#include "client/cli/document/paper.h"
#include "client/cli/form/print.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/values.h"
#include "client/cli/frame/verb.h"
#include "proto/cleanup.h"
#include "proto/embed.h"
#include "proto/enums.h"
#include "text/room.h"

EMBED(paper_order, "paper_order.txt");

/* What goes before the matter: on whose word it is issued. */
static char *lead_of(const Duban__OrderShowReply *b)
{
	if (b->order->kind == ORDER_KIND(INSTRUCTION))
		return PAPER_TEXT("paper.order_instruction", b->row->signer);
	return PAPER_TEXT(*b->row->source ? "paper.order_source" : "paper.order_plain",
			  b->row->source);
}

static int write_paper(struct cli *c, const Duban__OrderShowReply *b)
{
	char due[TEXT_ROOM], co_due[TEXT_ROOM], issued[TEXT_ROOM];
	_cleanup_free_ char *lead = lead_of(b), *co = paper_list(b->co_name, b->n_co_name);
	const char *office = message_in("paper.office", true);
	if (!lead || !co)
		return -ENOMEM;
	return paper_write(c, EMBEDDED(paper_order),
			   (const struct document_value[]){
			       {"office", *b->acceptor_name ? b->acceptor_name : office},
			       {"number", b->order->number},
			       {"unit", b->unit_name},
			       {"lead", lead},
			       {"title", b->order->title},
			       {"text", b->order->text},
			       {"due", paper_day(b->order->due_date, true, due)},
			       {"co", co},
			       {"co_due", paper_day(b->part_due_date, true, co_due)},
			       {"liaison", b->liaison},
			       {"issued", paper_day(b->order->issued_date, true, issued)},
			       {"signer", b->row->signer},
			       {}},
			   cli_option(c, "out"));
}

static int run(struct cli *c)
{
	Duban__OrderShowRequest q = DUBAN__ORDER_SHOW_REQUEST__INIT;
	const Duban__Reply *r;
	q.number = cli_loose(cli_word(c, 0));
	int rc = CLI_ASK(c, ORDER_SHOW, order_show, &q, &r);
	if (rc != 0 || !cli_option(c, "out"))
		return rc;
	rc = write_paper(c, r->order_show);
	c->reply = NULL;
	return rc;
}

static int print(struct cli *c, const Duban__Reply *r)
{
	const Duban__OrderShowReply *b = r->order_show;
	int rc = form_put_facts(c, &b->row->base,
				"number kind state project project_name unit handler title source "
				"issued_date due_date days_late turn signer ask internal");
	if (rc == 0)
		rc = form_put_facts(c, &b->order->base,
				    "text liaison reader signed_date progress answer answered_date "
				    "returned return_reason extensions ask_to_date ask_reason "
				    "closed_date closing");
	return rc ? rc : form_put_section(c, &b->base, "part", NULL);
}

static const struct verb_option show_options[] = {
    {"out", "FILE", "write it as a paper: .docx or .html (公文)"},
    {},
};
VERB(order_show, .noun = "order", .verb = "show", .args = "NUMBER", .min = 1, .max = 1,
     .options = show_options, .requests = "order_show", .run = run, .print = print,
     .help = "an order with its parts; as the paper that goes out with --out (督办函)");
