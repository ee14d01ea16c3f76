/* What there is, from the rows of the verbs. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct cli;

int help(struct cli *c); /* `help [NOUN [VERB]]`, --help anywhere */
void help_all(FILE *out);
/* What stands for a value in a usage, "CODE NO" or "yes|no", in the language asked for. Returns
 * buf. */
char *help_places(const char *text, char *buf, size_t size);
bool help_has_noun(const char *noun);
int help_list_verbs(void); /* "noun verb request" a line, for the completeness test */
int help_version(struct cli *c);
