/* A line of the help: on the left what is written, on the right what it means. */
#pragma once

#include <stdio.h>

/* A left side that is too wide has the line for itself. */
void help_line(FILE *out, const char *left, const char *right);
