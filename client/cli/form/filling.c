#include "client/cli/form/filling.h"

#include <stdlib.h>
#include <string.h>

struct filling_block {
	struct filling_block *next;
	max_align_t data[];
};

void *filling_hold(struct filling *f, size_t size)
{
	struct filling_block *b = calloc(1, sizeof *b + size);
	if (!b)
		return NULL;
	b->next = f->blocks;
	f->blocks = b;
	return b->data;
}

char *filling_text(struct filling *f, const char *text, size_t n)
{
	char *ret = filling_hold(f, n + 1);
	if (ret)
		memcpy(ret, text, n);
	return ret;
}

void form_done(struct filling *f)
{
	for (struct filling_block *b = f->blocks, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	*f = (struct filling){};
}
