/* Changes a sheet with our own headers into what a CSV file of the same rows would be. */
#pragma once

#include "client/cli/import/csvfile.h"

/* 0 or -ENOMEM. */
int workbook_strict(struct csvfile *f, bool from_1904);
