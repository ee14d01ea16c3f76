/* Shared by the benchmarks: a clock, a random sequence, exact percentiles and the output line "case
 * <tab> metric <tab> value <tab> unit" that `run` reads. Not part of the product. */
#pragma once

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIE(...)                                                                                   \
	do {                                                                                       \
		fprintf(stderr, "%s:%d: ", __FILE__, __LINE__);                                    \
		fprintf(stderr, __VA_ARGS__);                                                      \
		fputc('\n', stderr);                                                               \
		exit(1);                                                                           \
	} while (0)

uint64_t bench_ns(void);
double bench_since(uint64_t t0); /* seconds */
uint64_t bench_random(uint64_t *state);

/* All samples are kept, up to the capacity given to samples_init. */
struct samples {
	uint64_t *v;
	size_t n, max;
};
void samples_init(struct samples *s, size_t max);
void samples_add(struct samples *s, uint64_t ns);

void emit(const char *name, const char *metric, double value, const char *unit);
/* Prints p50, p99, p999 and max, in microseconds. */
void emit_percentiles(const char *name, struct samples *s);

/* One number of /proc/self/status, in KiB; -1 if it is not there. */
long bench_status(const char *field);
