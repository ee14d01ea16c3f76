/* A project against its yearly plan. */
#pragma once

struct request;

/* rate_text() in the request's arena; NULL: no memory. */
char *request_rate(struct request *rq, __int128 part, __int128 whole);
