/* A workbook's sheet with our own headers, made what a CSV file of the same rows is. */
#pragma once

#include "client/cli/import/csvfile.h"

/* 0 or -ENOMEM. */
int workbook_strict(struct csvfile *f, bool from_1904);
