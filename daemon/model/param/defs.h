/* The table of parameters that can be set, read once from the shipped parameters.csv. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct parameter_def;

size_t parameter_defs(const struct parameter_def **ret);    /* the shipped table */
const struct parameter_def *parameter_def(const char *key); /* NULL */
/* Does `value` suit? *ret is the number, or the choice's index. */
bool parameter_value(const struct parameter_def *d, const char *value, int64_t *ret);
