/* Recovery at start: the events after the last checkpoint are folded again. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct engine;
struct engine_config;

const char *engine_open_fault(void);
int recover(struct engine *e, const struct engine_config *c);
void engine_open_says(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* True if the journal's last frame was not whole at this start: its first event, and whether its
 * bytes were kept. */
bool engine_cut(const struct engine *e, uint64_t *ret_seq, bool *ret_kept);
