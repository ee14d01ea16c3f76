#include "client/cli/frame/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/connect.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/units.h"
#include "duban.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "text/hex.h"
#include "text/number.h"

static int hold(struct cli *c, struct duban_reply *reply)
{
	struct duban_reply **more = reallocarray(c->held, c->n_held + 1, sizeof *more);
	if (!more) {
		duban_reply_free(reply);
		return -ENOMEM;
	}
	c->held = more;
	c->held[c->n_held++] = reply;
	return 0;
}

/* --request-id: 32 hex digits; the dashes of a UUID are allowed. */
static int request_id(struct cli *c, uint8_t id[REQUEST_ID_SIZE], bool *ret_given)
{
	const char *text = cli_option(c, "request-id");
	size_t n = 0;
	*ret_given = text != NULL;
	for (const char *s = text; s && *s; s++) {
		int v = hex_digit(*s);
		if (*s == '-')
			continue;
		if (v < 0 || n >= (size_t)REQUEST_ID_SIZE * 2)
			return cli_fail(c, CLI_USAGE, "usage.request_id", text, NULL);
		id[n / 2] = (uint8_t)(n % 2 ? id[n / 2] << 4 | v : v);
		n++;
	}
	if (text && n != (size_t)REQUEST_ID_SIZE * 2)
		return cli_fail(c, CLI_USAGE, "usage.request_id", text, NULL);
	return 0;
}

static bool has_word(const char *words, const char *word)
{
	size_t n = strlen(word);
	for (const char *s = words; s && *s; s += strcspn(s, " "), s += strspn(s, " "))
		if (strcspn(s, " ") == n && memcmp(s, word, n) == 0)
			return true;
	return false;
}

/* Only the verb's own request gets --request-id, --for-unit, --for-person and --why. Requests that
 * dubanctl adds, for example to look up names, do not. */
int cli_dress(struct cli *c, Duban__Request *q, uint8_t id[REQUEST_ID_SIZE])
{
	const ProtobufCFieldDescriptor *f = protobuf_c_message_descriptor_get_field(
	    &duban__request__descriptor, (unsigned)q->body_case);
	bool given;
	if (!f || !c->verb || !has_word(verb_requests(c->verb), f->name))
		return 0;
	int r = request_id(c, id, &given);
	if (r != 0)
		return r;
	if (given)
		q->request_id = (ProtobufCBinaryData){.data = id, .len = REQUEST_ID_SIZE};
	q->for_unit = cli_loose(cli_option(c, "for-unit"));
	q->for_person = cli_loose(cli_option(c, "for-person"));
	q->why = cli_loose(cli_option(c, "why"));
	return 0;
}

int cli_ask(struct cli *c, Duban__Request *q, const Duban__Reply **ret)
{
	uint8_t id[REQUEST_ID_SIZE] = {};
	struct duban_reply *reply = NULL;
	int r = cli_dress(c, q, id);
	if (r == 0)
		r = cli_connect(c);
	if (r != 0)
		return r;
	int status = duban_call(c->d, q, &reply);
	return cli_took(c, status, reply, ret);
}

int cli_took(struct cli *c, int status, struct duban_reply *reply, const Duban__Reply **ret)
{
	if (status < 0)
		return cli_failure(c, status, duban_failure(c->d));
	int r = hold(c, reply);
	if (r < 0)
		return r;
	c->reply = duban_reply_get(reply);
	if (status != STATUS_OK)
		return cli_refused(c, c->reply);
	if (ret)
		*ret = c->reply;
	return 0;
}

static void tell_key_change(const struct cli *c)
{
	enum duban_key_change change = c->d ? duban_key_change(c->d) : DUBAN_KEY_STAYS;
	if (change == DUBAN_KEY_WRITTEN)
		cli_warn("file.next_key_written", c->connection_file, NULL);
	if (change == DUBAN_KEY_KEPT)
		cli_warn("file.next_key_kept", c->connection_file, NULL);
}

void cli_done(struct cli *c)
{
	tell_key_change(c);
	for (size_t i = 0; i < c->n_held; i++)
		duban_reply_free(c->held[i]);
	free(c->held);
	free(c->row);
	units_done(&c->units);
	duban_close(c->d);
	c->held = NULL;
	c->n_held = 0;
	c->d = NULL;
}

int cli_zone(struct cli *c, int *ret_minutes)
{
	if (!c->zone_known) {
		const Duban__Reply *before = c->reply, *r;
		Duban__StatusRequest status = DUBAN__STATUS_REQUEST__INIT;
		int rc = CLI_ASK(c, STATUS, status, &status, &r);
		if (rc != 0)
			return rc;
		if (r->body_case == DUBAN__REPLY__BODY_STATUS_REPLY)
			c->zone_minutes = r->status_reply->zone_minutes;
		c->zone_known = true;
		c->reply = before;
	}
	*ret_minutes = c->zone_minutes;
	return 0;
}

static const char *unit_id(void *user, uint32_t num)
{
	const Duban__Unit *u = cli_unit(user, num);
	return u ? u->id : NULL;
}

int cli_names(struct cli *c, const char *project, const struct json_names **ret)
{
	int zone, r = cli_zone(c, &zone);
	if (r != 0)
		return r;
	c->names = (struct json_names){
	    .user = c, .zone_minutes = zone, .unit = unit_id, .project = project};
	*ret = &c->names;
	return 0;
}
