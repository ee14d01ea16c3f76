/* All doors together: ZAP, the routers, the feed, their self-test. Owns the ZeroMQ context and
 * runs on the host's loop; nothing here knows how the host came to its engine. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "bus/door/server_key.h"
#include "proto/api.pb-c.h"

struct api;
struct engine;

struct bus;

struct bus_config {
	sd_event *event;
	struct engine *engine;
	struct api *api;
	const struct server_key *key;	    /* lives as long as the bus */
	const char *announce;		    /* host for connection files, NULL: as bound */
	int admin_fd, commands_fd, feed_fd; /* listening; -1 = no such door; taken over */
	size_t peers_max;		    /* a door */
	void (*turn)(void *user);	    /* before each round: tell the engine the time */
	void *user;
};

/* Makes the sockets, proves that strangers are turned away, opens the doors. Runs the loop for
 * the self-test. On failure *ret_fault (static) says what, for people. */
int bus_new(struct bus **ret, const struct bus_config *c, const char **ret_fault);
struct bus *bus_free(struct bus *b);
DEFINE_CLEANUP(struct bus *, bus_free)

int bus_work(struct bus *b, bool *ret_more); /* one slice of due work */
bool bus_take_stirred(struct bus *b);	     /* a round wrote: look for work */
int bus_job_ended(struct bus *b);	     /* who waits for it is answered */
bool bus_idle(struct bus *b);		     /* no request waits to be read */
uint64_t bus_denied(const struct bus *b);
/* For a connection file: key and endpoints. The texts live as long as the bus. */
void bus_doors(const struct bus *b, Duban__PrincipalAddReply *ret);
/* The bus asks itself a question; true if the one before was answered. */
int bus_probe(struct bus *b, bool *ret_answered);
/* "commands tcp://127.0.0.1:7701, feed tcp://..."; buf of 1024 */
char *bus_text(const struct bus *b, char *buf, size_t size);
