/* libcurl's transfers on the event loop: many at once, none of them waits. */
#pragma once

#include <curl/curl.h>
#include <systemd/sd-event.h>

struct net_multi;

/* The transfer is over; `easy` is the caller's again. */
typedef void multi_done_fn(void *userdata, CURL *easy, CURLcode result);

/* `connections`: at most so many to one host. */
int multi_open(sd_event *event, unsigned connections, struct net_multi **ret);
/* NULL-safe. What is under way is cancelled. */
struct net_multi *multi_close(struct net_multi *m);
/* CURLOPT_PRIVATE of `easy` belongs to the caller. 0 or -ENOMEM. */
int multi_add(struct net_multi *m, CURL *easy, multi_done_fn *done, void *userdata);
/* Ends it now: its callback gets CURLE_ABORTED_BY_CALLBACK. */
void multi_cancel(struct net_multi *m, CURL *easy);
