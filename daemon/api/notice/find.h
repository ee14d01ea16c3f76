/* The notice or the person that a request names. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct request;

/* By key or short number, if the caller may read it. Sets the problem and returns the verdict. */
int notice_named(struct request *rq, const char *key, Duban__Notice **ret);
/* By id or by the name of one person; `text` empty: 0. */
int notice_person(struct request *rq, const char *text, uint32_t *ret);
/* May the caller read what that person was told? */
bool notice_reads(struct request *rq, uint32_t person);
/* And may he read of the matter, whose project may be another's? */
bool notice_reads_of(struct request *rq, const Duban__Subject *s);
