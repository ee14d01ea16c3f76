#include "fuzz/fuzz.h"
#include "fuzz/unpack.h"
#include "proto/api.pb-c.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_message(&duban__request__descriptor, BYTES(data, size));
	return 0;
}
