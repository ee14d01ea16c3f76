#!/bin/bash
# libidn2's strict flag does not refuse a character that host names may not have: it drops it, and says OK.
#
# IDN2_USE_STD3_ASCII_RULES reads as a check: names of letters, digits and hyphens only. In libidn2 2.3.3 the name
# "nc_1.gov.cn" passes it and comes back as "nc1.gov.cn", another host; with Chinese letters beside the underscore
# the punycode is that of the name without it. Without the flag the name stays as it is. No return value tells.
#
# What users would lose: a mail for county office nc_1.gov.cn goes to the mail server of nc1.gov.cn, and the gateway
# reports it delivered. A gateway has to check the characters of a domain itself, before it asks libidn2.
#
# Seen with libidn2 2.3.3 (Debian 12). UTS 46 gives an invalid character of a strict name the status "disallowed",
# which is an error: https://www.unicode.org/reports/tr46/#Processing
# Needs apt, dpkg-deb, gcc; nothing is installed on the system.
set -eu
version=2.3.3-1+b1
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"

apt-get -qq download "libidn2-0=$version" "libidn2-dev=$version"
for package in *.deb; do dpkg-deb -x "$package" root; done
lib=$(dirname "$(find root -name libidn2.so.0)")
ln -sf libidn2.so.0 "$lib/libidn2.so"

cat > ask.c <<'C'
#include <stdio.h>
#include <idn2.h>

static void ask(const char *name, int flags, const char *what)
{
	char *out = NULL;
	int r = idn2_to_ascii_8z(name, &out, flags);

	printf("%s %s: %s %s\n", name, what, idn2_strerror_name(r), out ? out : "-");
	idn2_free(out);
}

int main(void)
{
	static const char *const names[] = {"nc_1.gov.cn", "南昌_1.gov.cn", "nc-1.gov.cn"};

	printf("libidn2 %s\n", idn2_check_version(NULL));
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
		ask(names[i], IDN2_NONTRANSITIONAL, "plain");
		ask(names[i], IDN2_NONTRANSITIONAL | IDN2_USE_STD3_ASCII_RULES, "strict");
	}
	return 0;
}
C
gcc -Iroot/usr/include ask.c -o ask -L"$lib" -lidn2 -Wl,-rpath,"$PWD/$lib"
./ask | tee seen
cat > expected <<'T'
libidn2 2.3.3
nc_1.gov.cn plain: IDN2_OK nc_1.gov.cn
nc_1.gov.cn strict: IDN2_OK nc1.gov.cn
南昌_1.gov.cn plain: IDN2_OK xn--_1-065cn32e.gov.cn
南昌_1.gov.cn strict: IDN2_OK xn--1-3v8ar88c.gov.cn
nc-1.gov.cn plain: IDN2_OK nc-1.gov.cn
nc-1.gov.cn strict: IDN2_OK nc-1.gov.cn
T
diff expected seen && echo "as described: the strict flag drops the underscore"
