/* A comparison with a threshold is exact; and a month of the form yyyymm is no percentage. */
#include <stdbool.h>
#include <stdint.h>

bool behind(int64_t part, int64_t whole, uint32_t month)
{
	return (__int128)part * 100 < (__int128)whole * 80 && month / 100 * 100 + 12 >= month;
}
