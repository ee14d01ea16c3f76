#include "client/cli/print/remarks.h"

#include <stdio.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "proto/cleanup.h"

void remarks_print(const struct cli *c, Duban__Remark *const *remark, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const Duban__Remark *m = remark[i];
		Duban__Problem p = DUBAN__PROBLEM__INIT;
		p.code = m->code;
		p.arg = m->arg;
		p.n_arg = m->n_arg;
		p.line = m->line;
		p.column = m->column;
		_cleanup_free_ char *text = cli_problem_text(c, &p);
		(void)printf("  %s\n", text ? text : m->code);
	}
}

static void one_json(struct json *j, const Duban__Remark *m)
{
	_cleanup_free_ char *text = message_text(m->code, (const char *const *)m->arg, m->n_arg);
	json_object(j, NULL);
	json_text(j, "code", m->code);
	json_field(j, "args", &m->base, "arg");
	if (m->line)
		json_uint(j, "line", m->line);
	if (*m->column)
		json_text(j, "column", m->column);
	json_text(j, "text", text);
	json_end_object(j);
}

void remarks_json(struct json *j, Duban__Remark *const *remark, size_t n)
{
	json_array(j, "remarks");
	for (size_t i = 0; i < n; i++)
		one_json(j, remark[i]);
	json_end_array(j);
}
