/* A source of the event loop that is ready whenever it is enabled: for work that goes on slice by
 * slice. It waits its turn among the other ready sources of its priority. sd-event's own defer
 * sources do not: they count as ready since they were made, and so always come before everything
 * that has become ready later. */
#pragma once

#include <systemd/sd-event.h>

/* Disabled at first. 0 or -errno. */
int again_new(sd_event *event, sd_event_source **ret, sd_event_io_handler_t handler, void *user);
/* `enabled`: SD_EVENT_OFF, SD_EVENT_ON or SD_EVENT_ONESHOT. 0 or -errno. */
int again_set(sd_event_source *s, int enabled);
