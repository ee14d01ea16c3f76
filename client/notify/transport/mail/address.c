#include "client/notify/transport/mail/address.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <idn2.h>

#include "text/utf8.h"

/* Without blanks around it, and full-width letters and signs of input methods in their plain form.
 * False: it does not fit. */
static bool plain_form(const char *s, char ret[4 * ADDRESS_BYTES])
{
	size_t n = 0, end = 0;

	while (utf8_blank(s))
		s += utf8_blank(s);
	for (size_t step; (step = utf8_step(s)); s += step) {
		char half = step > 1 ? utf8_half_width(s) : '\0';

		if (n + step >= 4 * ADDRESS_BYTES)
			return false;
		if (half)
			ret[n++] = half;
		else
			for (size_t i = 0; i < step; i++)
				ret[n++] = s[i];
		end = utf8_blank(s) ? end : n;
	}
	ret[end] = '\0';
	return true;
}

/* RFC 5321: atoms with single dots between them. */
static const char *local_fault(const char *s, size_t n)
{
	if (n == 0 || n > MAIL_LOCAL_MAX || s[0] == '.' || s[n - 1] == '.')
		return "not a mail address";
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] >= 0x80)
			return "a mail address with other letters than a to z before the @";
		if (!isalnum((unsigned char)s[i]) && !strchr("!#$%&'*+-/=?^_`{|}~.", s[i]))
			return "not a mail address";
		if (s[i] == '.' && s[i + 1] == '.')
			return "not a mail address";
	}
	return NULL;
}

/* Two labels at the least, of what names of machines have. */
static const char *domain_fault(const char *s)
{
	static const char bad[] = "a mail address with a domain that cannot be";
	size_t dots = 0;

	for (const char *at = s; *at; at++) {
		bool edge = at == s || at[-1] == '.' || at[1] == '.' || at[1] == '\0';

		if (*at == '.' && (edge || at[1] == '-'))
			return at[1] ? bad : "a mail address without a whole domain";
		if (*at != '.' && *at != '-' && (!isascii(*at) || !isalnum((unsigned char)*at)))
			return bad;
		if (*at == '-' && edge)
			return bad;
		dots += *at == '.';
	}
	return dots ? NULL : "a mail address without a whole domain";
}

const char *mail_address(const char *written, char ret[ADDRESS_BYTES])
{
	char plain[4 * ADDRESS_BYTES], whole[ADDRESS_BYTES], *at, *domain = NULL;
	const char *fault;

	if (!plain_form(written, plain))
		return "a mail address that is too long";
	if (!*plain)
		return "no mail address";
	at = strrchr(plain, '@');
	fault = at ? local_fault(plain, (size_t)(at - plain)) : "not a mail address";
	if (fault)
		return fault;
	*at = '\0';
	/* its flag for host names would drop an underscore, and name another domain */
	if (idn2_to_ascii_8z(at + 1, &domain, IDN2_NONTRANSITIONAL) != IDN2_OK)
		return "a mail address with a domain that cannot be";
	fault = domain_fault(domain);
	if (!fault && snprintf(whole, sizeof whole, "%s@%s", plain, domain) >= (int)sizeof whole)
		fault = "a mail address that is too long";
	if (!fault)
		memcpy(ret, whole, sizeof whole);
	idn2_free(domain);
	return fault;
}
