#include "client/cli/workbook/xlsx/format.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "proto/array.h"
#include "text/money.h"

#define FORMAT_DIGITS_MAX 15 /* before or behind the point */
#define WORDS_ROOM 32	     /* bytes of text behind the digits */

/* ISO 29500-1, 18.8.30. The formats without a common meaning are those of the language zh-cn. */
static const struct {
	uint8_t first, last;
	const char *code;
} built_in[] = {
    {1, 1, "0"},
    {2, 2, "0.00"},
    {3, 3, "#,##0"},
    {4, 4, "#,##0.00"},
    {5, 6, "#,##0"},
    {7, 8, "#,##0.00"},
    {9, 9, "0%"},
    {10, 10, "0.00%"},
    {14, 14, "yyyy/m/d"},
    {15, 15, "d-mmm-yy"},
    {16, 16, "d-mmm"},
    {17, 17, "mmm-yy"},
    {18, 21, "h:mm:ss"},
    {22, 22, "yyyy/m/d h:mm"},
    {23, 24, "#,##0"},
    {25, 26, "#,##0.00"},
    {27, 27, "yyyy\"年\"m\"月\""},
    {28, 29, "m\"月\"d\"日\""},
    {30, 30, "m-d-yy"},
    {31, 31, "yyyy\"年\"m\"月\"d\"日\""},
    {32, 35, "h\"时\"mm\"分\""},
    {36, 36, "yyyy\"年\"m\"月\""},
    {37, 38, "#,##0"},
    {39, 40, "#,##0.00"},
    {41, 42, "#,##0"},
    {43, 44, "#,##0.00"},
    {45, 45, "mm:ss"},
    {46, 46, "[h]:mm:ss"},
    {47, 47, "mm:ss.0"},
    {50, 50, "yyyy\"年\"m\"月\""},
    {51, 51, "m\"月\"d\"日\""},
    {52, 52, "yyyy\"年\"m\"月\""},
    {53, 54, "m\"月\"d\"日\""},
    {55, 56, "h\"时\"mm\"分\""},
    {57, 57, "yyyy\"年\"m\"月\""},
    {58, 58, "m\"月\"d\"日\""},
};

/* What was found in a format code. */
struct found {
	bool year, month, day, clock, elapsed, percent, digits, point, general, exponent, fraction;
	bool comma; /* the last of the digits is followed by a comma: thousands are shown */
	bool painted, split; /* a point that is only painted, and digits behind it: 0!.0 */
	char before;	     /* the last letter of a date or time: m behind h is minutes */
	unsigned whole, decimals;
	char words[WORDS_ROOM]; /* behind the digits */
	size_t n_words;
};

static void put_word(struct found *f, const char *s, size_t n)
{
	f->painted |= f->digits && !f->point && n == 1 && *s == '.';
	if (!f->digits || f->n_words + n >= WORDS_ROOM)
		return;
	memcpy(f->words + f->n_words, s, n);
	f->n_words += n;
}

/* Skips "...", \x, _x, *x and [...]; the text that is shown goes to the words. NULL: none of them.
 */
static const char *literal(const char *s, struct found *f)
{
	if (*s == '"') {
		size_t n = strcspn(s + 1, "\"");
		put_word(f, s + 1, n);
		return s + 1 + n + (s[1 + n] == '"');
	}
	if ((*s == '\\' || *s == '!') && s[1]) {
		put_word(f, s + 1, 1);
		return s + 2;
	}
	if ((*s == '_' || *s == '*') && s[1])
		return s + 2;
	if (*s != '[')
		return NULL;
	size_t n = strcspn(s + 1, "]");
	f->elapsed |= n > 0 && (strspn(s + 1, "hH") == n || strspn(s + 1, "mM") == n ||
				strspn(s + 1, "sS") == n);
	return s + 1 + n + (s[1 + n] == ']');
}

/* m is a month, but minutes behind an hour or before seconds. */
static bool is_minutes(const struct found *f, const char *behind)
{
	if (f->before == 'h' || f->elapsed)
		return true;
	while (*behind && !isalpha((unsigned char)*behind) && *behind != ';')
		behind++;
	return *behind == 's' || *behind == 'S';
}

static size_t same(const char *s)
{
	size_t n = 1;
	while (tolower((unsigned char)s[n]) == tolower((unsigned char)*s))
		n++;
	return n;
}

static const char *letters(const char *s, struct found *f)
{
	static const struct {
		const char *word;
		bool clock;
	} words[] = {{"General", false},
		     {"G/通用格式", false},
		     {"AM/PM", true},
		     {"A/P", true},
		     {"上午/下午", true}};
	for (size_t i = 0; i < COUNT(words); i++) {
		size_t n = strlen(words[i].word);
		if (strncasecmp(s, words[i].word, n) != 0)
			continue;
		f->clock |= words[i].clock;
		f->general |= !words[i].clock;
		return s + n;
	}
	if ((*s == 'E' || *s == 'e') && (s[1] == '+' || s[1] == '-')) {
		f->exponent = true;
		return s + 2;
	}
	size_t n = same(s);
	char c = (char)tolower((unsigned char)*s);
	if (c == 'm' && is_minutes(f, s + n))
		f->clock = true;
	else if (c == 'm')
		f->month = true;
	f->year |= c == 'y' || c == 'e' || c == 'b';
	f->day |= c == 'd';
	f->clock |= c == 'h' || c == 's';
	if (strchr("ymdhseb", c))
		f->before = c;
	return s + n;
}

static void digit(struct found *f, char c)
{
	f->digits = true;
	f->split |= f->painted;
	f->comma = false;
	f->n_words = 0;
	if (c == '0' && f->point && f->decimals < FORMAT_DIGITS_MAX)
		f->decimals++;
	if (c == '0' && !f->point && f->whole < FORMAT_DIGITS_MAX)
		f->whole++;
}

static const char *sign(const char *s, struct found *f)
{
	if (strchr("0#?", *s)) {
		digit(f, *s);
	} else if (*s == '.') {
		f->point = true;
	} else if (*s == ',') {
		f->comma = f->digits;
	} else if (*s == '%') {
		f->percent = true;
	} else if (*s == '/') {
		f->fraction |= f->digits;
	} else {
		put_word(f, s, 1);
	}
	return s + 1;
}

static enum format_class class_of(const struct found *f)
{
	bool date = f->year || f->month || f->day;
	if (f->elapsed)
		return FORMAT_DURATION;
	if (date && f->clock)
		return FORMAT_MOMENT;
	if (f->clock)
		return FORMAT_TIME;
	if (f->day)
		return FORMAT_DATE;
	if (f->month)
		return FORMAT_MONTH;
	if (f->year)
		return FORMAT_YEAR;
	if (f->percent)
		return FORMAT_PERCENT;
	return f->digits && (f->comma || f->split) ? FORMAT_SCALED : FORMAT_NUMBER;
}

/* The first section counts: it is that of positive numbers, or of all. */
struct format format_of(const char *code)
{
	struct found f = {};
	for (const char *s = code; *s && *s != ';';) {
		const char *next = literal(s, &f);
		if (!next)
			next = isalpha((unsigned char)*s) || strncmp(s, "上午/", 7) == 0
				   ? letters(s, &f)
				   : sign(s, &f);
		s = next;
	}
	f.words[f.n_words] = '\0';
	struct format ret = {.class = class_of(&f)};
	if (f.general || f.exponent || f.fraction)
		return ret;
	if (ret.class == FORMAT_NUMBER && f.digits) {
		ret.whole = (uint8_t)f.whole;
		ret.decimals = (uint8_t)f.decimals;
		ret.unit = (uint8_t)money_unit_of(f.words + strspn(f.words, " "));
	}
	return ret;
}

struct format format_built_in(uint32_t id)
{
	for (size_t i = 0; i < COUNT(built_in); i++)
		if (id >= built_in[i].first && id <= built_in[i].last)
			return format_of(built_in[i].code);
	return (struct format){};
}
