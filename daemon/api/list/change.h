/* 调入 and 调出 as parts of other commands. */
#pragma once

struct request;

/* Decide a ListJoinRequest and a ListLeaveRequest as the commands do: each adds its event to the
 * draft, or reports why not and returns the verdict. */
int list_join(struct request *rq, const void *body);
int list_leave(struct request *rq, const void *body);
