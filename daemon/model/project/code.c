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

/* ISO/IEC 7064 MOD 11,10 */
static bool check_digit(const char *code)
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
	return *last - '0' == (11 - p) % 10;
}

const char *project_code_kind(const char *code)
{
	int digits = shape(code);
	int at3;

	if (digits == 0)
		return "own";
	at3 = (code[2] - '0') * 10 + code[3] - '0';
	if (code[0] == '2' && code[1] == '0' && at3 >= 15 && at3 <= 20)
		return "old";
	if (at3 < 1 || at3 > 12 || digits != 6)
		return "bad";
	return check_digit(code) ? "gb40058" : "bad";
}

bool project_code_valid(const char *code)
{
	const char *kind = project_code_kind(code);

	return strcmp(kind, "gb40058") == 0 || strcmp(kind, "old") == 0;
}
