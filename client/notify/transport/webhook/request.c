#include "client/notify/transport/webhook/request.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/core/json.h"
#include "client/notify/net/http.h"
#include "client/notify/transport/message_json.h"
#include "client/notify/transport/webhook/sign.h"
#include "proto/cleanup.h"
#include "text/utf8.h"

struct request_filling {
	const struct webhook_kind *kind;
	const struct webhook_options *o;
	const struct transport_message *m;
	usec_t now;
	unsigned most; /* bytes of the text */
	bool fine;
};

static bool is_number(const char *s)
{
	return *s && strspn(s, "0123456789") == strlen(s);
}

/* Parts are numbered, as they come one by one; what is longer than the service takes is cut. */
static void put_text(FILE *out, const struct request_filling *f, size_t most)
{
	static const char dots[] = "…";
	_cleanup_free_ char *text = NULL;
	char number[32] = "";
	size_t n;

	if (f->m->parts > 1)
		(void)snprintf(number, sizeof number, "（%u/%u）", f->m->part, f->m->parts);
	if (asprintf(&text, "%s%s", number, f->m->text) < 0) {
		json_quoted(out, "");
		return;
	}
	n = strlen(text);
	if (n > most) {
		n = utf8_cut(text, most - strlen(dots));
		memcpy(text + n, dots, sizeof dots);
	}
	json_quoted(out, text);
}

static bool put_signature(FILE *out, const struct request_filling *f)
{
	int64_t seconds = f->now / USEC_PER_SEC;
	char sign[SIGN_BASE64];

	if (!f->o->secret)
		return true;
	if (!sign_feishu(seconds, f->o->secret, sign))
		return false;
	(void)fprintf(out, "\"timestamp\": \"%" PRId64 "\", \"sign\": \"%s\", ", seconds, sign);
	return true;
}

static void put_body(FILE *out, struct request_filling *f, const char *pattern);

static void put_place(FILE *out, struct request_filling *f, char place)
{
	switch (place) {
	case 't':
		put_text(out, f, f->most);
		break;
	case 'h':
		put_text(out, f, WEBHOOK_TITLE_BYTES);
		break;
	case 'u':
	case 'p':
		json_quoted(out, f->m->address);
		break;
	case 'a':
		(void)fputs(f->o->agent, out);
		break;
	case 'm':
		if (f->o->mention && f->kind->mention && is_number(f->m->address))
			put_body(out, f, f->kind->mention);
		break;
	case 'g':
		f->fine = f->fine && put_signature(out, f);
		break;
	default:
		f->fine = false;
	}
}

static void put_body(FILE *out, struct request_filling *f, const char *pattern)
{
	for (; *pattern; pattern++) {
		if (*pattern == '$')
			put_place(out, f, *++pattern);
		else
			(void)fputc(*pattern, out);
	}
}

char *webhook_body(const struct webhook_kind *kind, const struct webhook_options *o,
		   const struct transport_message *m, usec_t now)
{
	bool markdown = o->markdown && kind->markdown;
	struct request_filling f = {
	    kind, o, m, now, markdown ? kind->markdown_bytes : kind->text_bytes, true};
	char *body = NULL;
	size_t size;
	FILE *out;

	if (!kind->text)
		return message_json(m);
	out = open_memstream(&body, &size);
	if (!out)
		return NULL;
	put_body(out, &f, markdown ? kind->markdown : kind->text);
	if (fclose(out) == 0 && f.fine)
		return body;
	free(body);
	return NULL;
}

/* ---- where it goes */

static char *join(const char *const *part, size_t n)
{
	char *whole = NULL;
	size_t size;
	FILE *out = open_memstream(&whole, &size);

	if (!out)
		return NULL;
	for (size_t i = 0; i < n; i++)
		(void)fputs(part[i] ? part[i] : "", out);
	if (fclose(out) == 0)
		return whole;
	free(whole);
	return NULL;
}

/* "https://host" without what the row's path begins with. */
static const char *base_of(const struct webhook_kind *kind, const struct webhook_options *o)
{
	return o->url ? o->url : kind->url;
}

static bool add_signature(char **query, const char *secret, usec_t now)
{
	char ms[24], sign[SIGN_BASE64];

	(void)snprintf(ms, sizeof ms, "%" PRId64, (int64_t)(now / USEC_PER_MSEC));
	return sign_dingtalk(now / USEC_PER_MSEC, secret, sign) &&
	       http_query(query, "timestamp", ms) && http_query(query, "sign", sign);
}

static void wipe(char *s)
{
	if (s)
		explicit_bzero(s, strlen(s));
	free(s);
}

char *webhook_url(const struct webhook_kind *kind, const struct webhook_options *o,
		  const char *token, usec_t now)
{
	size_t head = strcspn(kind->path, "$");
	_cleanup_free_ char *path = strndup(kind->path, head);
	char place = kind->path[head] ? kind->path[head + 1] : '\0', *value = NULL, *query = NULL,
	     *url = NULL;
	bool sign = kind->sign == SIGN_QUERY && o->secret;

	/* "=" and the value as a query has it, for keys and tokens are any text */
	if (place && !http_query(&value, "", place == 'k' ? o->key : token))
		return NULL;
	if (path && (!sign || add_signature(&query, o->secret, now)))
		url = join((const char *[]){base_of(kind, o), path, value ? value + 1 : "",
					    query ? "&" : "", query},
			   5);
	wipe(value);
	wipe(query);
	return url;
}

char *webhook_token_url(const struct webhook_kind *kind, const struct webhook_options *o)
{
	char *query = NULL, *url = NULL;

	if (http_query(&query, "corpid", o->corp) && http_query(&query, "corpsecret", o->secret))
		url = join((const char *[]){base_of(kind, o), "/cgi-bin/gettoken?", query}, 3);
	wipe(query);
	return url;
}
