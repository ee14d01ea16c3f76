#include "bench/bench.h"

#include <time.h>

uint64_t bench_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

double bench_since(uint64_t t0)
{
	return (double)(bench_ns() - t0) / 1e9;
}

/* splitmix64 */
uint64_t bench_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

void samples_init(struct samples *s, size_t max)
{
	*s = (struct samples){.v = malloc(max * sizeof *s->v), .max = max};
	if (!s->v)
		DIE("out of memory");
}

void samples_add(struct samples *s, uint64_t ns)
{
	if (s->n < s->max)
		s->v[s->n++] = ns;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

void emit(const char *name, const char *metric, double value, const char *unit)
{
	printf("%s\t%s\t%.6g\t%s\n", name, metric, value, unit);
	fflush(stdout);
}

void emit_percentiles(const char *name, struct samples *s)
{
	if (!s->n)
		return;
	qsort(s->v, s->n, sizeof *s->v, compare);
	emit(name, "p50", (double)s->v[s->n / 2] / 1e3, "us");
	emit(name, "p99", (double)s->v[s->n * 99 / 100] / 1e3, "us");
	emit(name, "p999", (double)s->v[s->n * 999 / 1000] / 1e3, "us");
	emit(name, "max", (double)s->v[s->n - 1] / 1e3, "us");
}

long bench_status(const char *field)
{
	char line[256];
	long v = -1;
	FILE *f = fopen("/proc/self/status", "r");

	if (!f)
		return -1;
	while (v < 0 && fgets(line, sizeof line, f))
		if (!strncmp(line, field, strlen(field)))
			v = strtol(line + strlen(field) + 1, NULL, 10);
	fclose(f);
	return v;
}
