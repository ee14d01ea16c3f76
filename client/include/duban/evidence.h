/* A file that proves something (佐证): sent in parts, kept under its SM3 digest, for a project.
 * Reports, links and stages then name it by that digest. */
#pragma once

#include "duban/call.h"

#ifdef __cplusplus
extern "C" {
#endif

struct duban_evidence {
	const char *project;	/* code */
	const char *path;	/* the file, */
	const void *bytes;	/* or, where path is NULL, its content */
	size_t size;		/* of bytes */
	const char *name;	/* NULL: the last part of path */
	const char *media_type; /* image/jpeg, application/pdf, or NULL */
	const char *place;	/* where it was taken (地点), or NULL */
	int64_t taken_at;	/* microseconds since 1970 UTC, 0 = not known */
	const char *verifier;	/* 核验人, or NULL; so the next two */
	const char *verifier_unit, *verifier_post;
	const char *for_unit, *for_person; /* put in for another, or NULL */
	const uint8_t *request_id;	   /* of the commit, or NULL for a fresh one */
};

/* Sends the parts, then the commit; results as duban_call(), the reply holds the record with its
 * digest. What the daemon lost on the way (it was restarted) is sent again, within the call's
 * time. May be called again with the same content at any time, after DUBAN_E_TIMEOUT or in a
 * process that was started anew: the parts go under an id that is the content's own, and what
 * was stored already is said to be known. DUBAN_E_FILE: it cannot be read, or changed meanwhile;
 * DUBAN_E_TOO_LARGE: above EVIDENCE_BYTES_MAX of limits.h; DUBAN_E_ARGUMENT: it is empty. */
DUBAN_API int duban_evidence_put(struct duban *d, const struct duban_evidence *evidence,
				 struct duban_reply **ret);

#ifdef __cplusplus
}
#endif
