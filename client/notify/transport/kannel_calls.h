/* What Kannel tells us: its callbacks, and what `doctor` asks it. */
#pragma once

#include "client/notify/transport/transport.h"

struct listener_request;

struct kannel_options {
	char *url, *user, *password, *from, *smsc;
	char *listen, *callback, *secret;
	char *status_url, *status_password;
};

/* /dlr?secret=&ref=&status=&answer= and /mo?secret=&from=&text=&coding=&id= */
void kannel_callback(const struct kannel_options *options, const struct transport_host *host,
		     const struct listener_request *request);
void kannel_doctor(const void *options, transport_finding_fn *tell, void *userdata);
