/* The recipients' numbers: asked for one by one, when a text is to be sent, and kept with it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/gateway/jobs.h"
#include "client/notify/gateway/private.h"

int contacts_number(struct duban *d, const char *person, char ret[ADDRESS_BYTES])
{
	Duban__ContactListRequest body = DUBAN__CONTACT_LIST_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	struct duban_reply *reply = NULL;
	const Duban__Reply *answer;
	int r;

	body.person = (char *)(uintptr_t)person;
	request.body_case = DUBAN__REQUEST__BODY_CONTACT_LIST;
	request.contact_list = &body;
	r = duban_call(d, &request, &reply);
	ret[0] = '\0';
	answer = r == 0 ? duban_reply_get(reply) : NULL;
	if (answer && answer->body_case == DUBAN__REPLY__BODY_CONTACT_LIST)
		/* a name may be an id, too: only the very person counts */
		for (size_t i = 0; i < answer->contact_list->n_contact; i++)
			if (strcmp(answer->contact_list->contact[i]->person, person) == 0)
				(void)snprintf(ret, ADDRESS_BYTES, "%s",
					       answer->contact_list->contact[i]->phone);
	duban_reply_free(reply);
	return r;
}

static int ask(struct duban *d, void *userdata)
{
	struct gateway_job *job = userdata;

	job->verdict = contacts_number(d, job->person, job->number);
	return job->verdict < 0 ? job->verdict : 0;
}

static const char *address_of(struct gateway *g, const struct gateway_job *job,
			      char ret[ADDRESS_BYTES])
{
	char found[ADDRESS_BYTES] = "";
	const char *fault;

	if (!g->transport->find)
		return g->transport->address(job->number, ret);
	fault = g->transport->find(g->carrier, job->person, job->number, found);
	return fault ? fault : g->transport->address(found, ret);
}

/* A person who is no longer known, or has no number, is told nothing. */
static int take_number(struct gateway *g, const struct gateway_job *job)
{
	char address[ADDRESS_BYTES] = "";
	Outbox__Message *m;
	const char *fault = NULL;
	int r = message_get(g->outbox, job->key, &m);

	if (r < 0 || !m || m->ended_at) {
		if (r == 0)
			message_free(m);
		return r;
	}
	m->wait_at = 0;
	m->address_at = gateway_now();
	if (job->verdict == STATUS_NOT_FOUND)
		fault = "this person is not known";
	else
		fault = address_of(g, job, address);
	if (fault && !row_text(&m->detail, fault))
		r = -ENOMEM;
	if (fault)
		message_end(m, NOTICE_GOT(FAILED), gateway_now());
	else if (!row_text(&m->address, address))
		r = -ENOMEM;
	r = r ? r : gateway_store(g, m);
	message_free(m);
	return r;
}

static void asked(void *userdata, void *job_data, int r, const struct duban_failure *failure)
{
	struct gateway *g = userdata;
	struct gateway_job *job = job_data;

	g->lookups--;
	line_says(g, r, failure);
	/* another refusal than an unknown person is about us: it is tried again */
	if (r == 0 && job->verdict > 0 && job->verdict != STATUS_NOT_FOUND)
		say_warning("the daemon does not tell telephone numbers (%s): is the role of this "
			    "connection gateway?",
			    status_name(job->verdict));
	else if (r == 0)
		r = take_number(g, job);
	else
		r = 0;
	free(job);
	if (r < 0)
		gateway_fail(g, r, "the outbox failed");
	gateway_wake(g);
}

bool contacts_ask(struct gateway *g, const Outbox__Message *m)
{
	_cleanup_free_ struct gateway_job *job = NULL;

	if (g->lookups >= CONTACT_LOOKUPS_MAX)
		return false;
	job = calloc(1, sizeof *job);
	if (!job)
		return false;
	(void)snprintf(job->key, sizeof job->key, "%s", m->key);
	(void)snprintf(job->person, sizeof job->person, "%s", m->person);
	if (!line_add(g->line, job, ask, asked))
		return false;
	TAKE_PTR(job);
	g->lookups++;
	return true;
}
