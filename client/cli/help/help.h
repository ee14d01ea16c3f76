/* The help, made from the verbs. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct cli;

int help(struct cli *c); /* `help [NOUN [VERB]]`, --help anywhere */
void help_all(FILE *out);
/* A placeholder of the usage, such as "CODE NO" or "yes|no", in the user's language. Returns
 * buf. */
char *help_places(const char *text, char *buf, size_t size);
bool help_has_noun(const char *noun);
int help_list_verbs(
    void); /* prints "noun verb request" lines, for the test that all requests have verbs */
int help_version(struct cli *c);
