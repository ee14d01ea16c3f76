/* `import KIND --blank FILE.xlsx`: an empty workbook of a kind to fill in. Its first sheet has the
 * Chinese heads, cells formatted by their columns, and words to choose from; the second explains
 * the columns. `import KIND` reads the first and passes over the second. */
#pragma once

struct cli;
struct record;

/* Money is in the unit of --unit, or in 万元. A file that exists is left as it is. 0 or a verdict
 * that has been reported. */
int import_blank(struct cli *c, const struct record *r, const char *path);
