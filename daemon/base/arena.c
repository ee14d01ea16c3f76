#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <string.h>

/* Under AddressSanitizer the unused part of each block is poisoned and pieces are separated by a
 * gap, so that overruns and uses after a reset are reported as they are with malloc. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define HIDE(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define SHOW(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#define ARENA_GAP 16
#else
#define HIDE(p, n) ((void)0)
#define SHOW(p, n) ((void)0)
#define ARENA_GAP 0
#endif

#define ALIGN 16
#define FIRST_BLOCK (16 * 1024)
#define GROW_MIN 4 /* first capacity of an array */

struct arena_block {
	struct arena_block *next; /* older */
	size_t size, used;
	alignas(ALIGN) uint8_t data[];
};

struct arena {
	ProtobufCAllocator pb;
	struct arena_block *top;
	size_t budget, spent;
};

static struct arena_block *block_new(size_t size, struct arena_block *next)
{
	struct arena_block *b = malloc(sizeof *b + size);

	if (!b)
		return NULL;
	*b = (struct arena_block){.next = next, .size = size};
	HIDE(b->data, size);
	return b;
}

static void *pb_alloc(void *a, size_t size)
{
	return arena_alloc(a, size);
}

static void pb_free(void *a, void *p)
{
	(void)a;
	(void)p;
}

int arena_new(struct arena **ret, size_t budget)
{
	_cleanup_(arena_freep) struct arena *a = calloc(1, sizeof *a);

	if (!a)
		return -ENOMEM;
	a->budget = budget;
	a->pb = (ProtobufCAllocator){.alloc = pb_alloc, .free = pb_free, .allocator_data = a};
	a->top = block_new(FIRST_BLOCK, NULL);
	if (!a->top)
		return -ENOMEM;
	*ret = TAKE_PTR(a);
	return 0;
}

struct arena *arena_free(struct arena *a)
{
	if (a)
		for (struct arena_block *b = a->top, *next; b; b = next) {
			next = b->next;
			free(b);
		}
	free(a);
	return NULL;
}

void arena_reset(struct arena *a)
{
	struct arena_block *b = a->top;

	while (b->next) {
		struct arena_block *next = b->next;

		free(b);
		b = next;
	}
	b->used = 0;
	HIDE(b->data, b->size);
	a->top = b;
	a->spent = 0;
}

/* Adds a block with room for `size`: twice the size of the last one, so that there are few, but
 * no larger than what is left of the budget. */
static int arena_extend(struct arena *a, size_t size)
{
	size_t left = a->budget - a->spent;
	size_t want = a->top->size * 2;
	struct arena_block *b;

	if (want > left)
		want = left;
	if (want < size)
		want = size;
	b = block_new(want, a->top);
	if (!b)
		return -ENOMEM;
	a->top = b;
	return 0;
}

void *arena_alloc(struct arena *a, size_t asked)
{
	size_t size;
	void *p;

	if (asked > a->budget)
		return NULL;
	size = (asked + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (size == 0)
		size = ALIGN;
	if (size > a->budget - a->spent)
		return NULL;
	if (size + ARENA_GAP > a->top->size - a->top->used && arena_extend(a, size + ARENA_GAP) < 0)
		return NULL;
	p = a->top->data + a->top->used;
	a->top->used += size + ARENA_GAP;
	a->spent += size;
	SHOW(p, asked);
	return memset(p, 0, asked);
}

void *arena_dup(struct arena *a, const void *p, size_t size)
{
	void *copy = arena_alloc(a, size);

	if (copy && size > 0)
		memcpy(copy, p, size);
	return copy;
}

char *arena_strn(struct arena *a, const char *s, size_t n)
{
	size_t size = strnlen(s, n);
	char *copy = size < SIZE_MAX ? arena_alloc(a, size + 1) : NULL;

	if (copy)
		memcpy(copy, s, size);
	return copy;
}

char *arena_str(struct arena *a, const char *s)
{
	return arena_strn(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s = NULL;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n >= 0)
		s = arena_alloc(a, (size_t)n + 1);
	if (!s)
		return NULL;
	va_start(ap, fmt);
	(void)vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return s;
}

void *arena_grow(struct arena *a, void *array, size_t n, size_t element)
{
	size_t capacity, size;
	void *grown;

	/* the array is full only when n is 0 or a power of two of at least GROW_MIN */
	if (n > 0 && (n < GROW_MIN || (n & (n - 1)) != 0))
		return array;
	capacity = n == 0 ? GROW_MIN : n * 2;
	if (__builtin_mul_overflow(capacity, element, &size))
		return NULL;
	grown = arena_alloc(a, size);
	if (grown && n > 0)
		memcpy(grown, array, n * element);
	return grown;
}

void *arena_longer(struct arena *a, const void *array, size_t n, size_t element)
{
	void *longer;
	size_t size;

	if (__builtin_mul_overflow(n + 1, element, &size))
		return NULL;
	longer = arena_alloc(a, size);
	if (longer && n > 0)
		memcpy(longer, array, n * element);
	return longer;
}

ProtobufCAllocator *arena_pb(struct arena *a)
{
	return &a->pb;
}
