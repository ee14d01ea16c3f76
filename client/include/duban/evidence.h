/* Evidence (佐证): a file sent in parts and stored for a project under its SM3 digest. Reports,
 * links and stages refer to it by that digest. */
#pragma once

#include "duban/call.h"

#ifdef __cplusplus
extern "C" {
#endif

struct duban_evidence {
	const char *project;	/* code */
	const char *path;	/* the file; or NULL, then */
	const void *bytes;	/* its content */
	size_t size;		/* of bytes */
	const char *name;	/* NULL: the last part of path */
	const char *media_type; /* image/jpeg, application/pdf, or NULL */
	const char *place;	/* where it was taken (地点), or NULL */
	int64_t taken_at;	/* microseconds since 1970 UTC, 0 = not known */
	const char *verifier;	/* 核验人, or NULL; the next two likewise */
	const char *verifier_unit, *verifier_post;
	const char *for_unit, *for_person; /* on whose behalf it is stored, or NULL */
	const uint8_t *request_id;	   /* of the commit, or NULL for a fresh one */
};

/* Sends the parts, then the commit. Results as duban_call(); the reply holds the record with its
 * digest. Parts that the daemon lost in a restart are sent again within the time of the call. It
 * may be called again with the same content at any time, for example after DUBAN_E_TIMEOUT or in a
 * new process: the upload id is made from the content, so the upload continues, and a file that is
 * stored already is reported as known. DUBAN_E_FILE: the file cannot be read, or changed during the
 * upload; DUBAN_E_TOO_LARGE: above EVIDENCE_BYTES_MAX of limits.h; DUBAN_E_ARGUMENT: empty. */
DUBAN_API int duban_evidence_put(struct duban *d, const struct duban_evidence *evidence,
				 struct duban_reply **ret);

#ifdef __cplusplus
}
#endif
