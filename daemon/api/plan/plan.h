/* A project against its yearly plan. */
#pragma once

#include <stdint.h>

struct request;

/* A part of a whole in percent, one decimal, half up; NULL: memory. */
char *request_percent(struct request *rq, int64_t part, int64_t whole);
