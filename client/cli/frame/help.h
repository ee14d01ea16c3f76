/* What there is, from the rows of the verbs. */
#pragma once

#include "client/cli/frame/cli.h"

int help(struct cli *c); /* `help [NOUN [VERB]]`, --help anywhere */
void help_all(FILE *out);
bool help_has_noun(const char *noun);
int help_list_verbs(void); /* "noun verb request" a line, for the completeness test */
int help_markdown(void);   /* the tables of docs/cli.md */
int help_version(struct cli *c);
