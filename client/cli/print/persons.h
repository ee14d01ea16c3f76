/* Names for the ids of persons in the cells of a list. The pages of the list bring them along. */
#pragma once

#include "proto/api.pb-c.h"

struct cli;

/* NULL: the text is not an id (a name was entered), or no page names the id. */
const Duban__SheetPerson *cli_person(const struct cli *c, const char *id);
/* "张三", or "张三(zhang)" if others have the same name; an import accepts both. malloc'ed; NULL:
 * no memory. */
char *cli_person_text(const struct cli *c, const char *id);
