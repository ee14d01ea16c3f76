#include <stddef.h>

struct walk {
	size_t n;
};
