/* The first events of a new store: the store itself, the shipped calendar and parameters. */
#pragma once

struct engine;
struct engine_config;

int genesis(struct engine *e, const struct engine_config *c);
