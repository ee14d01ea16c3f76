/* A conversation with the mail server by libcurl, and what its end means for the mail. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <curl/curl.h>

#include "client/notify/limits.h"
#include "client/notify/transport/transport.h"

struct mail_options {
	char *url, *ca, *user, *password, *ehlo;
	char *from, *name, *reply_to, *addresses;
	bool plain, delivered;
	unsigned seconds;
};

/* How far a conversation got. */
enum mail_stage { MAIL_GREETING, MAIL_SENDER, MAIL_RECIPIENT, MAIL_DATA, MAIL_WHOLE };

struct mail_talk {
	enum mail_stage stage;
	bool over;			   /* QUIT is said */
	char said[CARRIER_WORD_BYTES + 1]; /* the server's last line, or what is wrong */
	char error[CURL_ERROR_SIZE];
	char *mail; /* NULL: nothing is sent, only doctor looks */
	size_t size, read;
	struct curl_slist *to;
};

/* NULL: `url` is that of a server; else what is wrong. */
const char *mail_server_fault(const char *url, bool plain);
/* 0, or -ENOMEM. `to` NULL: only greeting, STARTTLS and password. */
int mail_talk_begin(struct mail_talk *t, const struct mail_options *o, const char *from,
		    const char *to, CURL **ret);
void mail_talk_done(struct mail_talk *t);
/* Valid as long as `t`. */
struct submit_answer mail_talk_judge(struct mail_talk *t, CURLcode result, long code);
