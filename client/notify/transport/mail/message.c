#include "client/notify/transport/mail/message.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>

#include "client/notify/limits.h"
#include "proto/cleanup.h"
#include "text/utf8.h"

#define WORD_BEGIN "=?UTF-8?B?"
#define WORD_END "?="

enum { WORD_FRAME = sizeof WORD_BEGIN - 1 + sizeof WORD_END - 1 };

/* ---- headers */

static void put_base64(FILE *out, const char *s, size_t n)
{
	unsigned char line[4 * ((MAIL_LINE_MAX + 2) / 3) + 1];

	(void)EVP_EncodeBlock(line, (const unsigned char *)s, (int)n);
	(void)fputs((const char *)line, out);
}

/* Words of RFC 2047, a line each; no character is in two of them. */
static void put_words(FILE *out, const char *s, size_t column)
{
	while (*s) {
		size_t n = utf8_cut(s, (MAIL_LINE_MAX - column - WORD_FRAME) / 4 * 3);

		(void)fputs(WORD_BEGIN, out);
		put_base64(out, s, n);
		(void)fputs(WORD_END, out);
		s += n;
		if (*s)
			(void)fputs("\r\n ", out);
		column = 1;
	}
}

/* May it stand as it is? `phrase`: as a name before an address, where signs have meanings. */
static bool is_plain(const char *s, size_t column, bool phrase)
{
	if (column + strlen(s) > MAIL_LINE_MAX || strstr(s, "=?") || *s == ' ')
		return false;
	for (; *s; s++)
		if (*s < ' ' || *s > '~' || (phrase && *s != ' ' && !isalnum((unsigned char)*s)))
			return false;
	return true;
}

static void put_header(FILE *out, const char *name, const char *value, bool phrase)
{
	size_t column = strlen(name) + 2;

	(void)fprintf(out, "%s: ", name);
	if (is_plain(value, column, phrase))
		(void)fputs(value, out);
	else
		put_words(out, value, column);
}

/* The day's and month's names are those of RFC 5322, whatever the locale. */
static void put_date(FILE *out, usec_t at)
{
	static const char days[] = "SunMonTueWedThuFriSat",
			  months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t seconds = (time_t)(at / USEC_PER_SEC);
	struct tm t;
	long off;

	if (!localtime_r(&seconds, &t))
		(void)gmtime_r(&seconds, &t);
	off = labs(t.tm_gmtoff) / 60;
	(void)fprintf(out, "Date: %.3s, %d %.3s %d %02d:%02d:%02d %c%02ld%02ld\r\n",
		      days + 3 * t.tm_wday, t.tm_mday, months + 3 * t.tm_mon, t.tm_year + 1900,
		      t.tm_hour, t.tm_min, t.tm_sec, t.tm_gmtoff < 0 ? '-' : '+', off / 60,
		      off % 60);
}

/* The first clause of the text, on one line. */
static void put_subject(FILE *out, const char *text)
{
	static const char *const ends[] = {"，", "。", "；", "！", "\n"};
	char subject[4 * MAIL_SUBJECT_CHARS + sizeof "…"];
	size_t n = 0, chars = 0;
	bool over = false;

	for (size_t step; (step = utf8_step(text)) && !over; text += step) {
		for (size_t i = 0; i < sizeof ends / sizeof *ends && !over; i++)
			over = strncmp(text, ends[i], strlen(ends[i])) == 0;
		if (over)
			break;
		if (chars++ == MAIL_SUBJECT_CHARS) {
			n += (size_t)snprintf(subject + n, sizeof subject - n, "…");
			break;
		}
		for (size_t i = 0; i < step; i++)
			subject[n++] =
			    (unsigned char)text[i] < ' ' || text[i] == 0x7f ? ' ' : text[i];
	}
	subject[n] = '\0';
	put_header(out, "Subject", subject, false);
	(void)fputs("\r\n", out);
}

/* ---- the text */

/* The same text with the line ends of mail, and one behind the last line. */
static char *with_line_ends(const char *text, size_t *ret_size)
{
	char *lines = NULL;
	FILE *out = open_memstream(&lines, ret_size);

	if (!out)
		return NULL;
	for (const char *s = text; *s; s++) {
		if (*s == '\r' && s[1] == '\n')
			continue;
		if (*s == '\r' || *s == '\n')
			(void)fputs("\r\n", out);
		else
			(void)fputc(*s, out);
	}
	if (*text && text[strlen(text) - 1] != '\n')
		(void)fputs("\r\n", out);
	if (fclose(out) == 0)
		return lines;
	free(lines);
	return NULL;
}

static void put_body(FILE *out, const char *lines, size_t size)
{
	for (size_t n; size > 0; lines += n, size -= n) {
		n = size < MAIL_BODY_LINE ? size : MAIL_BODY_LINE;
		put_base64(out, lines, n);
		(void)fputs("\r\n", out);
	}
}

/* ---- the whole */

char *mail_message(const struct mail_letter *l, size_t *ret_size)
{
	_cleanup_free_ char *lines = NULL;
	char *mail = NULL;
	const char *host = strrchr(l->from, '@');
	size_t size;
	FILE *out;

	lines = with_line_ends(l->text, &size);
	out = lines ? open_memstream(&mail, ret_size) : NULL;
	if (!out)
		return NULL;
	put_date(out, l->at);
	if (l->from_name && *l->from_name) {
		put_header(out, "From", l->from_name, true);
		(void)fprintf(out, "\r\n <%s>\r\n", l->from);
	} else {
		(void)fprintf(out, "From: <%s>\r\n", l->from);
	}
	(void)fprintf(out, "To: <%s>\r\n", l->to);
	if (l->reply_to)
		(void)fprintf(out, "Reply-To: <%s>\r\n", l->reply_to);
	put_subject(out, l->text);
	(void)fprintf(
	    out,
	    "Message-ID: <%s%s>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64"
	    "\r\n\r\n",
	    l->ref, host ? host : "@localhost");
	put_body(out, lines, size);
	if (fclose(out) == 0)
		return mail;
	free(mail);
	return NULL;
}
