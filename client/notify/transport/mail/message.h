/* A notice as a mail: RFC 5322 headers, encoded words of RFC 2047, and a text in base64. Every line
 * ends with CR LF. Doubling of dots is left to libcurl. */
#pragma once

#include <stddef.h>

#include "text/usec.h"

struct mail_letter {
	const char *from, *from_name; /* the name may be NULL, or of any script */
	const char *to, *reply_to;    /* reply_to may be NULL */
	const char *ref;	      /* the Message-ID's left half: the same if it is sent again */
	const char *text;
	usec_t at;
};

/* malloc; NULL: no memory. */
char *mail_message(const struct mail_letter *letter, size_t *ret_size);
