#include "client/cli/chart/bars.h"

#include "client/cli/chart/page.h"

/* Tenths of a millimetre. */
enum {
	WIDTH = 1560,
	NAME = 420,
	ROOM = 860, /* of the longest bar */
	ROW = 76,
	BAR = 24,
	TYPE = 32,
	GAP = 12,
};

static int64_t longest(const struct bar *bar, size_t n)
{
	int64_t most = 1;
	for (size_t i = 0; i < n; i++) {
		most = bar[i].plan > most ? bar[i].plan : most;
		most = bar[i].done > most ? bar[i].done : most;
	}
	return most;
}

static void put_bar(const char *fill, int64_t y, int64_t length, FILE *out)
{
	(void)fprintf(out, "<rect x=\"%d\" y=\"%lld\" width=\"%lld\" height=\"%d\" fill=\"%s\"/>\n",
		      NAME, (long long)y, (long long)length, BAR, fill);
}

static void put_text(int64_t x, int64_t y, const char *anchor, const char *text, FILE *out)
{
	(void)fprintf(out, "<text x=\"%lld\" y=\"%lld\" font-size=\"%d\" text-anchor=\"%s\">",
		      (long long)x, (long long)y, TYPE, anchor);
	page_text(text, out);
	(void)fputs("</text>\n", out);
}

static void put_row(const struct bar *b, int64_t y, int64_t most, FILE *out)
{
	int64_t plan = b->plan > 0 ? b->plan * ROOM / most : 0;
	int64_t done = b->done > 0 ? b->done * ROOM / most : 0;
	put_text(NAME - GAP, y + ROW / 2, "end", b->name, out);
	put_bar("#b8c4d0", y + 4, plan, out);
	put_bar("#c8102e", y + 4 + BAR, done, out);
	put_text(NAME + plan + GAP, y + BAR, "start", b->plan_text, out);
	put_text(NAME + done + GAP, y + 2 * BAR + 6, "start", b->done_text, out);
}

void bars_svg(const struct bar *bar, size_t n, FILE *out)
{
	int64_t most = longest(bar, n);
	(void)fprintf(out,
		      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %zu\" "
		      "font-family=\"Noto Sans CJK SC, SimHei, sans-serif\">\n",
		      WIDTH, n * ROW);
	for (size_t i = 0; i < n; i++)
		put_row(&bar[i], (int64_t)i * ROW, most, out);
	(void)fputs("</svg>\n", out);
}
