/* What there is, from the rows of the verbs. */
#pragma once

#include "client/cli/cli.h"

int help(struct cli *c); /* `help [NOUN [VERB]]`, --help anywhere */
void help_all(FILE *out);
bool help_noun(FILE *out, const char *noun); /* false: no such noun */
void help_usage(FILE *out, const struct verb *v);
int help_list_verbs(void); /* "noun verb request" a line, for the completeness test */
int help_version(struct cli *c);
