#include "client/cli/print/remarks.h"

#include "client/cli/frame/messages.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "proto/cleanup.h"

static char *text_of(const Duban__Remark *m)
{
	return message_text(m->code, (const char *const *)m->arg, m->n_arg);
}

void remarks_print(Duban__Remark *const *remark, size_t n, FILE *out)
{
	for (size_t i = 0; i < n; i++) {
		_cleanup_free_ char *text = text_of(remark[i]);
		(void)fprintf(out, "  %s\n", text ? text : remark[i]->code);
	}
}

void remarks_json(struct json *j, Duban__Remark *const *remark, size_t n)
{
	json_array(j, "remarks");
	for (size_t i = 0; i < n; i++) {
		_cleanup_free_ char *text = text_of(remark[i]);
		json_object(j, NULL);
		json_text(j, "code", remark[i]->code);
		json_field(j, "args", &remark[i]->base, "arg");
		json_text(j, "text", text);
		json_end_object(j);
	}
	json_end_array(j);
}
