#include "client/cli/print/mark.h"

#include <string.h>

static bool is_number(const char *s)
{
	s += *s == '+' || *s == '-';
	size_t n = strspn(s, "0123456789,.");
	n += s[n] == '%';
	return *s >= '0' && *s <= '9' && !s[n];
}

/* The first character that is not a mark is one that begins a formula. */
static bool begins_formula(const char *s)
{
	s += strspn(s, MARK);
	return *s && strchr("=+-@\t\r", *s);
}

bool mark_is_needed(const char *s)
{
	return begins_formula(s) && !is_number(s);
}

bool mark_is_on(const char *s)
{
	return strncmp(s, MARK, MARK_SIZE) == 0 && begins_formula(s);
}
