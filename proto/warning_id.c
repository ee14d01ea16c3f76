#include "proto/warning_id.h"

#include <stdio.h>
#include <string.h>

#define KIND_LETTERS "abcdefghijklmnopqrstuvwxyz_"

static size_t add(char *buf, size_t at, const char *before, uint32_t n)
{
	return at + (size_t)snprintf(buf + at, WARNING_ID_MAX - at, "%s%u", before, n);
}

char *warning_id_print(char buf[WARNING_ID_MAX], const Duban__Subject *s, uint32_t rule,
		       uint32_t occurrence)
{
	size_t at;

	if (!*s->kind) {
		(void)snprintf(buf, WARNING_ID_MAX, "W%02u-%u-%u-%u-%u", rule, s->project, s->year,
			       s->link, occurrence);
		return buf;
	}
	at = (size_t)snprintf(buf, WARNING_ID_MAX, "W%02u-%.*s-%u", rule, SUBJECT_KIND_MAX, s->kind,
			      s->number);
	if (s->sub)
		at = add(buf, at, ".", s->sub);
	if (s->project)
		at = add(buf, at, "-p", s->project);
	if (s->year)
		at = add(buf, at, "-y", s->year);
	(void)add(buf, at, "-", occurrence);
	return buf;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Reads up to nine digits after `before` and advances *io behind them. */
static bool take(const char **io, const char *before, uint32_t *ret)
{
	const char *p = *io;
	uint32_t v = 0;
	int digits = 0;

	if (strncmp(p, before, strlen(before)) != 0)
		return false;
	for (p += strlen(before); is_digit(*p) && digits < 9; p++, digits++)
		v = 10 * v + (uint32_t)(*p - '0');
	if (!digits || is_digit(*p))
		return false;
	*ret = v;
	*io = p;
	return true;
}

/* Parses the rest of an id with a kind: "camera-7.1-p17-y2020-1". */
static bool parse_kind(const char *p, struct warning_id *ret)
{
	Duban__Subject *s = &ret->subject;
	size_t n = strspn(p, KIND_LETTERS);

	if (n == 0 || n > SUBJECT_KIND_MAX)
		return false;
	memcpy(ret->kind, p, n);
	s->kind = ret->kind;
	p += n;
	if (!take(&p, "-", &s->number))
		return false;
	(void)take(&p, ".", &s->sub);
	(void)take(&p, "-p", &s->project);
	(void)take(&p, "-y", &s->year);
	return take(&p, "-", &ret->occurrence) && !*p;
}

bool warning_id_parse(const char *text, struct warning_id *ret)
{
	unsigned v[5];
	int end = 0;

	*ret = (struct warning_id){.subject = DUBAN__SUBJECT__INIT};
	if (sscanf(text, "W%2u-%9u-%4u-%9u-%9u%n", &v[0], &v[1], &v[2], &v[3], &v[4], &end) == 5 &&
	    text[end] == '\0') {
		ret->rule = v[0];
		ret->subject.project = v[1];
		ret->subject.year = v[2];
		ret->subject.link = v[3];
		ret->occurrence = v[4];
		return true;
	}
	if (text[0] != 'W' || !is_digit(text[1]) || !is_digit(text[2]) || text[3] != '-')
		return false;
	ret->rule = (uint32_t)(10 * (text[1] - '0') + (text[2] - '0'));
	return parse_kind(text + 4, ret);
}
