/* What is wrong with a value, in words for whoever set it. */
#pragma once

/* *ret is to be freed. STATUS_INVALID, or -ENOMEM. */
__attribute__((format(printf, 2, 3))) int fault_text(char **ret, const char *fmt, ...);
