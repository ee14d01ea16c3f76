/* A project against its yearly plan. */
#pragma once

#include <stdint.h>

struct request;

/* part / whole in percent with one decimal, rounded half up; NULL: no memory. */
char *request_percent(struct request *rq, int64_t part, int64_t whole);
