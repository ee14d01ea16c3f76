/* What may be said to a peer without TLS: only what stays on this machine. */
#pragma once

#include <stdbool.h>

/* 127.0.0.0/8 and [::1], as addresses: a name may lead anywhere. */
bool peer_is_loopback(const char *host);
/* NULL: an https:// address, or an http:// one of this machine; else what is wrong. */
const char *peer_http_fault(const char *url);
