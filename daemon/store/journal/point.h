/* Points of the journal's work at which a crash test may end the process. */
#pragma once

/* Where a crash test may die, in the helper thread too; NULL in production. Names NULL-ended. */
extern void (*journal_test_point)(const char *name);
extern const char *const journal_test_points[];
void journal_point(const char *name); /* there; also for what stands above */
