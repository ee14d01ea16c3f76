/* What the gateway has the line do: a piece of memory that holds question and answer. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "client/notify/limits.h"
#include "duban.h"

struct gateway;
struct contact_book;

enum gateway_job_kind { JOB_PLAIN, JOB_WATCH, JOB_BOOK };
struct gateway_job {
	enum gateway_job_kind kind;
	struct gateway *gateway;
	char key[NOTICE_KEY_BYTES + 1], person[ADDRESS_BYTES];
	char number[ADDRESS_BYTES], text[CARRIER_WORD_BYTES + REPLY_TEXT_BYTES];
	uint8_t id[DUBAN_REQUEST_ID];
	char choice[120]; /* "12、13": the notices that a reply may mean */
	unsigned result, channel;
	int64_t at;
	int verdict; /* of the daemon */
	char problem[DUBAN_TEXT_MAX];
	/* of the status */
	bool simulated;
	int64_t now;
	struct contact_book *book;
	/* of the watch */
	struct duban_cursor cursor;
	enum duban_watch_start start;
	struct duban_watch *watch;
};
void job_drop(void *job);
/* Says once that the daemon cannot be reached, and once that it can again. */
void line_says(struct gateway *g, int r, const struct duban_failure *failure);
/* Stores verdict and problem of a reply. Returns r as it is if < 0, else 0. */
int job_verdict(struct gateway_job *job, int r, struct duban_reply *reply);
