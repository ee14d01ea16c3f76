/* The text of a notice: its template of notices.csv with the fields filled in. */
#pragma once

#include "proto/model.pb-c.h"

/* NULL: no such template, or no memory. The caller frees it. A place without a field is empty; the
 * part "{?red:红灯{red}个，}" is left out if its field is missing, empty or 0 (docs/wire.md). */
char *notice_text(const Duban__Notice *n);
/* The template; NULL: there is none. For the test that walks them, `i` counts from 0. */
const char *notice_template(const char *name);
const char *notice_template_at(size_t i, const char **ret_name);
