/* Who bears an id that stands in the cells of a list: the pages of the list say it. */
#pragma once

#include "proto/api.pb-c.h"

struct cli;

/* NULL: the text is a name as it was written, or nothing named it. */
const Duban__SheetPerson *cli_person(const struct cli *c, const char *id);
/* "张三", or "张三(zhang)" when others bear the name: an import takes both. malloc'ed, NULL: no
 * memory. */
char *cli_person_text(const struct cli *c, const char *id);
