/* Everything that ZeroMQ's clients talk to: the routers and the live feed. Runs on the host's event
 * loop. The host opens the engine. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "bus/door/server_keys.h"
#include "bus/quota/account.h"
#include "proto/api.pb-c.h"

struct api;
struct engine;

struct bus;

struct bus_config {
	sd_event *event;
	struct engine *engine;
	struct api *api;
	struct server_keys *keys; /* must outlive the bus, which ends a change of the key in it */
	const char *dir;	  /* where the files of the keys are */
	const char *announce; /* hosts for connection files, by commas; NULL: the bound address */
	int admin_fd, commands_fd, feed_fd; /* listening, -1: closed; the bus closes them */
	size_t peers_max;		    /* connections per endpoint */
	struct account_limits limits;	    /* of each principal */
	void (*turn)(void *user);	    /* called before each round; sets the engine's time */
	void *user;
};

/* Creates the sockets and starts to listen. On failure *ret_fault (static text) says what failed.
 */
int bus_new(struct bus **ret, const struct bus_config *c, const char **ret_fault);
struct bus *bus_free(struct bus *b);
DEFINE_CLEANUP(struct bus *, bus_free)

int bus_work(struct bus *b, bool *ret_more); /* as rounds_work() */
bool bus_take_stirred(struct bus *b);	     /* as rounds_take_stirred() */
int bus_job_ended(struct bus *b);	     /* asks for the requests that wait for a job again */
bool bus_idle(struct bus *b);		     /* no request waits, and for a while none came */
uint64_t bus_denied(const struct bus *b);
uint64_t bus_over_limits(const struct bus *b); /* refusals by the limits of principals */
/* As `hold` of struct api_host. */
bool bus_hold(struct bus *b, uint32_t principal, size_t before, size_t bytes);
/* Sets the server's key and endpoints for a connection file. The texts live as long as the bus. */
void bus_doors(const struct bus *b, Duban__PrincipalAddReply *ret);
/* Sends a probe request to the bus itself; *ret_answered: the previous one was answered. */
int bus_probe(struct bus *b, bool *ret_answered);
/* "commands tcp://127.0.0.1:7701, feed tcp://...", at most 1024 bytes. Returns buf. */
char *bus_text(const struct bus *b, char *buf, size_t size);
