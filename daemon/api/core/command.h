/* A command between the request and the engine: deciding it, and what it wrote when it was decided
 * before. Used for the request of a caller and for one that a second person confirms. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/core/group.h"
#include "proto/api.pb-c.h"

struct handler;
struct request;

/* The author of a confirmed command's events. The request id and digest are those of the request
 * that confirms it. */
struct request_as {
	struct author who;
	bool frees; /* the confirmed command may use the disk reserve */
};

/* The message in the request's oneof. */
void *request_body(const Duban__Request *q);
/* Puts codes in the place of projects' names, decides the command, and finds for whom it was typed
 * in (代填): for_unit and for_person of `who`. 0: rq->event is the draft. */
int command_decide(struct request *rq, const struct handler *h, struct author *who);
/* Reads the events of a command that was done, from the journal into rq->event; PARKED until they
 * are durable. */
int command_events(struct request *rq, uint64_t first, uint64_t last);
/* Sets the reply's seqs and lets the handler fill it from rq->event. */
int command_answer(struct request *rq, const struct handler *h, uint64_t first);
