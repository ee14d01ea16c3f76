/* Reads a workbook, the bytes of a .xlsx file, and writes what people see of it as an answer. Runs
 * in a process of its own (client/cli/workbook/child.h), because the bytes may be anybody's. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "proto/bytes.h"

/* `hidden`: hidden rows and columns are told like all others. Hidden sheets always are, and marked.
 * 0, also for a refusal, which is part of the answer (too little memory is one); -EIO. */
int xlsx_read(struct bytes raw, bool hidden, FILE *out);
