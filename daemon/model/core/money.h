/* Amounts of records. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

/* In fen; 0 for one that is absent. */
static inline int64_t money_fen(const Duban__Money *m)
{
	return m ? m->fen : 0;
}
