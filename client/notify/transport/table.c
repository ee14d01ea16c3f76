#include "client/notify/transport/table.h"

#include <string.h>

#include "client/notify/transport/exec.h"
#include "client/notify/transport/file.h"
#include "client/notify/transport/kannel.h"
#include "client/notify/transport/mail/mail.h"
#include "client/notify/transport/webhook/webhook.h"

static const struct transport *const transports[] = {
    &transport_file, &transport_exec, &transport_kannel, &transport_mail, &transport_webhook,
};

const struct transport *transport_at(size_t i)
{
	return i < sizeof transports / sizeof *transports ? transports[i] : NULL;
}

const struct transport *transport_find(const char *name)
{
	const struct transport *t;

	for (size_t i = 0; (t = transport_at(i)); i++)
		if (strcmp(t->name, name) == 0)
			return t;
	return NULL;
}
