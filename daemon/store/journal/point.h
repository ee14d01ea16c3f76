/* Points of the journal's work at which a crash test may end the process. */
#pragma once

/* Called at each named point, also in the helper thread; NULL in production. The array lists all
 * names and ends with NULL. */
extern void (*journal_test_point)(const char *name);
extern const char *const journal_test_points[];
void journal_point(const char *name); /* calls it; also used outside the journal */
