#include "model/core/counter.h"

#include "store/db/key.h"
#include "store/db/txn.h"

uint32_t counter_last(struct txn *t, const char *noun)
{
	return txn_get_u32(t, TABLE_counter, key_bytes(key_text(KEY(), noun)));
}

void counter_raise(struct txn *t, const char *noun, uint32_t num)
{
	if (num > counter_last(t, noun))
		txn_put_u32(t, TABLE_counter, key_bytes(key_text(KEY(), noun)), num);
}
