#include "client/cli/form/run.h"

#include <errno.h>
#include <string.h>

#include "client/cli/form/ask.h"
#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/form/list.h"
#include "client/cli/form/print.h"
#include "client/cli/frame/cli.h"
#include "client/cli/import/print.h"
#include "client/cli/print/out.h"
#include "client/cli/print/rows.h"
#include "proto/cleanup.h"
#include "proto/wire_name.h"

int form_run(struct cli *c)
{
	const struct verb *v = c->verb;
	const ProtobufCMessage *body = NULL;
	_cleanup_(rows_done) struct rows rows = {};
	_cleanup_(form_done) struct filling f = {};
	if (v->form->sheet)
		return form_sheet(c, v->form);
	int r = form_fill(c, v->form, &f);
	if (r == 0)
		r = form_ask(&f, &rows, &body);
	if (r != 0 || !body) /* no body: the reply has only the numbers of events */
		return r;
	if (cli_json(c) ? v->json != NULL : v->print != NULL) {
		c->row = rows.row;
		c->n_row = rows.n;
		rows = (struct rows){};
		return 0;
	}
	const Duban__Reply *reply = c->reply;
	c->reply = NULL;
	if (reply->body_case == DUBAN__REPLY__BODY_IMPORT)
		return import_print_record(c, reply);
	return form_print(c, v->form, body, form_rows(v->form, body->descriptor) ? &rows : NULL,
			  reply);
}
