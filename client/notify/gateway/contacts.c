/* The recipients' numbers: asked for one by one, when a text is to be sent, and kept with it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/gateway/contact_book.h"
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

static const char *address_of(struct gateway *g, const char *person, const char *phone,
			      char ret[ADDRESS_BYTES])
{
	char found[ADDRESS_BYTES] = "";
	const char *fault;

	if (!g->transport->find)
		return g->transport->address(phone, ret);
	fault = g->transport->find(g->carrier, person, phone, found);
	return fault ? fault : g->transport->address(found, ret);
}

/* A person who has no number is told nothing. */
static int set_address(struct gateway *g, Outbox__Message *m, const char *phone, const char *fault)
{
	char address[ADDRESS_BYTES] = "";

	m->wait_at = 0;
	m->address_at = gateway_now();
	fault = fault ? fault : address_of(g, m->person, phone, address);
	if (fault) {
		message_end(m, NOTICE_GOT(FAILED), gateway_now());
		return row_text(&m->detail, fault) ? 0 : -ENOMEM;
	}
	return row_text(&m->address, address) ? 0 : -ENOMEM;
}

static int take_number(struct gateway *g, const struct gateway_job *job)
{
	Outbox__Message *m;
	int r = message_get(g->outbox, job->key, &m);

	if (r == 0 && m && !m->ended_at) {
		r = set_address(g, m, job->number,
				job->verdict == STATUS_NOT_FOUND ? "this person is not known"
								 : NULL);
		r = r ? r : gateway_store(g, m);
	}
	if (r == 0)
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
	gateway_stored(g, r);
}

/* ---- all of them */

bool contacts_known(struct gateway *g, Outbox__Message *m, int *ret)
{
	const char *phone = NULL;

	if (g->contacts && gateway_monotonic() < g->contacts_until)
		phone = contact_book_find(g->contacts, m->person);
	if (!phone) /* perhaps it is new */
		return false;
	*ret = set_address(g, m, phone, NULL);
	return true;
}

static int list(struct duban *d, void *userdata)
{
	struct gateway_job *job = userdata;

	job->verdict = contact_book_read(d, &job->book);
	return job->verdict < 0 ? job->verdict : 0;
}

static void listed(void *userdata, void *job_data, int r, const struct duban_failure *failure)
{
	struct gateway *g = userdata;
	struct gateway_job *job = job_data;

	g->listing = false;
	line_says(g, r, failure);
	if (job->book) {
		(void)contact_book_free(g->contacts);
		g->contacts = TAKE_PTR(job->book);
		g->contacts_until = gateway_monotonic() + CONTACT_FRESH_SEC * USEC_PER_SEC;
	}
	free(job);
	gateway_wake(g);
}

static void ask_all(struct gateway *g)
{
	struct gateway_job *job;

	if (g->listing || (g->contacts && gateway_monotonic() < g->contacts_until))
		return;
	job = calloc(1, sizeof *job);
	if (!job)
		return;
	job->kind = JOB_BOOK;
	g->listing = line_add(g->line, job, list, listed);
	if (!g->listing)
		free(job);
}

bool contacts_ask(struct gateway *g, const Outbox__Message *m)
{
	_cleanup_free_ struct gateway_job *job = NULL;

	if (g->lookups >= CONTACT_LOOKUPS_MAX) {
		ask_all(g);
		return false;
	}
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
