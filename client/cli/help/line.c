#include "client/cli/help/line.h"

#include "text/width.h"

#define HELP_COLUMN 46

void help_line(FILE *out, const char *left, const char *right)
{
	size_t w = text_width(left);
	if (w + 2 > HELP_COLUMN)
		(void)fprintf(out, "  %s\n  %*s%s\n", left, HELP_COLUMN, "", right);
	else
		(void)fprintf(out, "  %s%*s%s\n", left, (int)(HELP_COLUMN - w), "", right);
}
