/* The kinds of web services, a row each: where a message goes, what it looks like, how it is
 * signed, and what the codes of the answers mean. Codes stand in the answer's body: HTTP says 200
 * to whatever went wrong. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum webhook_sign {
	SIGN_NONE,
	SIGN_QUERY,  /* 钉钉: milliseconds; the key is the secret */
	SIGN_BODY,   /* 飞书: seconds; the key is what others sign, over nothing */
	SIGN_HEADER, /* ours: seconds and body */
};

/* What an answer's code means for the message. */
enum webhook_outcome {
	OUTCOME_TAKEN,
	OUTCOME_REFUSED, /* this message, for good */
	OUTCOME_SETUP,	 /* it never takes any: key, secret or rights are wrong */
	OUTCOME_BUSY,	 /* too many, or it is not well: all wait */
	OUTCOME_TOKEN,	 /* the access token is over: a new one, and once more */
	OUTCOME_LATER,	 /* not known */
};

struct webhook_code {
	int64_t code;
	enum webhook_outcome outcome;
	const char *words; /* NULL ends the list */
};

enum { NEEDS_KEY = 1, NEEDS_SECRET = 2, NEEDS_APP = 4, NEEDS_URL = 8 };

struct webhook_kind {
	const char *name, *url; /* url NULL: the office gives it */
	const char *path;	/* behind url; $k: the key, $c: the access token */
	unsigned needs;
	bool personal; /* each message goes to a person, not to a group */
	enum webhook_sign sign;
	/* Bodies. In quotes: $t text, $h title, $u address. $a: the agent's number; $m: `mention`,
	 * if somebody is to be named; $p: his number; $g: time and signature. NULL: none such. */
	const char *text, *markdown, *mention;
	unsigned text_bytes, markdown_bytes;
	unsigned minute;	   /* messages that it takes in one; 0: no limit */
	const char *code, *former; /* the code's names in an answer; NULL: HTTP's status counts */
	const char *words;
	const struct webhook_code *codes;
};

const struct webhook_kind *webhook_kind(const char *name); /* NULL: there is none */
const struct webhook_kind *webhook_kind_at(unsigned i);	   /* NULL: there are no more */
/* The row of a code, or NULL. */
const struct webhook_code *webhook_code(const struct webhook_kind *kind, int64_t code);
