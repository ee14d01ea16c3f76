/* Recovery at start: the events after the last checkpoint are folded again. */
#pragma once

struct engine;
struct engine_config;

const char *engine_open_fault(void);
int recover(struct engine *e, const struct engine_config *c);
void engine_open_says(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
