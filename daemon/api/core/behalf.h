/* 代填: what is typed in on behalf of a unit or a person. It needs a right of its own: the office
 * types in for everybody, a county, unit or department for the units of its own subtree and the
 * people in them, nobody else for anybody. Every event tells the principal whose hand it was. */
#pragma once

struct author;
struct request;

/* Finds the unit and the person of the request and checks that right. */
int behalf_resolve(struct request *rq, struct author *who);
/* Refuses what was drafted for a unit that has no part in the project. */
int behalf_check(struct request *rq, const struct author *who);
