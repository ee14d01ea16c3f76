/* A percentage of its own: cut off, and 99.97 % becomes 100. */
#include <stdint.h>

int64_t done(int64_t part, int64_t whole)
{
	return (part * 100 + whole / 2) / whole;
}
