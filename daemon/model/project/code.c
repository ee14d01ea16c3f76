#include "model/project/code.h"

#include <string.h>

/* Checks for digits in groups of 4, 6, 2, 2 and 5 or 6. Returns the length of the last group, or 0
 * for any other shape. */
static int shape(const char *s)
{
	static const int group[] = {4, 6, 2, 2};
	int last = 0;

	for (size_t i = 0; i < sizeof group / sizeof *group; i++) {
		for (int k = 0; k < group[i]; k++, s++)
			if (*s < '0' || *s > '9')
				return 0;
		if (*s++ != '-')
			return 0;
	}
	while (s[last] >= '0' && s[last] <= '9')
		last++;
	return s[last] == '\0' && (last == 5 || last == 6) ? last : 0;
}

/* The right last digit by ISO/IEC 7064 MOD 11,10. */
static char check_digit(const char *code)
{
	const char *last = code + strlen(code) - 1;
	int p = 10;

	for (const char *c = code; c < last; c++) {
		int sum;

		if (*c == '-')
			continue;
		sum = (p + *c - '0') % 10;
		p = 2 * (sum ? sum : 10) % 11;
	}
	return (char)('0' + (11 - p) % 10);
}

static bool is_province(const char *two)
{
	static const char all[] = "00 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 "
				  "46 50 51 52 53 54 61 62 63 64 65 66 71 81 82";

	for (const char *s = all; *s; s += s[2] ? 3 : 2)
		if (s[0] == two[0] && s[1] == two[1])
			return true;
	return false;
}

static bool old_style(const char *code)
{
	return strncmp(code, "2015", 4) >= 0 && strncmp(code, "2020", 4) <= 0;
}

/* The new style begins YYMM. */
static bool has_month(const char *code)
{
	int month = (code[2] - '0') * 10 + code[3] - '0';

	return month >= 1 && month <= 12;
}

const char *project_code_kind(const char *code)
{
	int digits = shape(code);

	if (digits == 0)
		return "own";
	if (old_style(code))
		return "old";
	if (!has_month(code) || digits != 6)
		return "bad";
	return code[strlen(code) - 1] == check_digit(code) ? "gb40058" : "bad";
}

enum code_fault project_code_fault(const char *code, char *ret_digit)
{
	int digits = shape(code);

	if (digits == 0)
		return CODE_FINE;
	if (!old_style(code) && (!has_month(code) || digits != 6))
		return CODE_TIME;
	if (!is_province(strchr(code, '-') + 1))
		return CODE_REGION;
	if (old_style(code) || code[strlen(code) - 1] == check_digit(code))
		return CODE_FINE;
	*ret_digit = check_digit(code);
	return CODE_CHECK_DIGIT;
}

bool project_code_valid(const char *code)
{
	const char *kind = project_code_kind(code);

	return strcmp(kind, "gb40058") == 0 || strcmp(kind, "old") == 0;
}
