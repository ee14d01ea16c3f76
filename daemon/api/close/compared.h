/* What `close show` sets side by side, project by project. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct arena;
struct txn;

/* The statistics bureau's count (统计局反馈) and what is booked here, since January, only of
 * projects that the bureau told of. */
struct bureau_sum {
	uint32_t projects;
	int64_t told, booked;
};
int bureau_add(struct txn *t, struct arena *a, uint32_t project, uint32_t month,
	       struct bureau_sum *io);

/* 预计 and 实绩 of a month, only of projects that handed in a first version before the month was
 * over: what comes later is no expectation. */
struct true_up {
	int zone_minutes;
	uint32_t projects;
	int64_t expected, came;
	size_t looked; /* reports that were read */
};
int true_up_add(struct txn *t, struct arena *a, uint32_t project, uint32_t month,
		struct true_up *io);
