/* Replies come in whatever coding the phone, the centre or the gateway before us chose, and what
 * they say about it is not always true. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* `ucs2`: it is said to be UTF-16BE. Else UTF-8 if it is that, else GB18030, which has GBK in it.
 * 0; STATUS_INVALID: it is no text; -ENOMEM. */
int recode_text(const char *bytes, size_t size, bool ucs2, char **ret);
