/* The day from which a workbook counts its dates: 1900 or 1904. */
#pragma once

#include <stdbool.h>

#include "proto/bytes.h"

/* True: from 1904. */
bool workbook_from_1904(struct bytes raw);
