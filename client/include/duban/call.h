/* Ask and be told. A call sends one Request and waits for its Reply; a broken connection is
 * made again and the request sent again under the same id until call_timeout_ms is over. The
 * daemon answers a repeated id with the first answer, so a retry never does a thing twice.
 *
 * After DUBAN_E_TIMEOUT a command may or may not have been done. To settle it, call again with
 * the id it had (duban_last_request_id). Messages are protobuf-c structs generated from the
 * .proto files; duban_call_raw() takes and gives packed bytes instead. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "duban/connection.h"

#ifdef __cplusplus
extern "C" {
#endif

struct Duban__Request; /* api.pb-c.h */
struct Duban__Reply;

#define DUBAN_REQUEST_ID 16

struct duban_reply; /* an answer, checked and unpacked; opaque; its owner is the caller */

/* Sends `request` with version and, if it has none, a fresh request id (UUIDv7) filled into a
 * copy. >= 0: the reply's Status; `*ret` (may be NULL) is then the reply, to be freed, refusals
 * included. < 0: no reply, `*ret` untouched. Bytes from the wire pass wire_check() first. */
DUBAN_API int duban_call(struct duban *d, const struct Duban__Request *request,
			 struct duban_reply **ret);
/* The same for a packed Request. */
DUBAN_API int duban_call_raw(struct duban *d, const void *request, size_t size,
			     struct duban_reply **ret);

/* The id of the last call on this handle, answered or not. */
DUBAN_API void duban_last_request_id(const struct duban *d, uint8_t ret[DUBAN_REQUEST_ID]);
/* A fresh UUIDv7. */
DUBAN_API int duban_request_id_new(uint8_t ret[DUBAN_REQUEST_ID]);

/* Views into the reply; valid until duban_reply_free(). */
DUBAN_API const struct Duban__Reply *duban_reply_get(const struct duban_reply *reply);
DUBAN_API const void *duban_reply_bytes(const struct duban_reply *reply, size_t *ret_size);
DUBAN_API int duban_reply_status(const struct duban_reply *reply);
/* NULL-safe. */
DUBAN_API void duban_reply_free(struct duban_reply *reply);

/* Conveniences for a submitting system; results as duban_call(). `date` is yyyymmdd, 0 =
 * today; the link is that of the project's year. */
DUBAN_API int duban_link_start(struct duban *d, const char *project, uint32_t no, uint32_t date,
			       struct duban_reply **ret);
DUBAN_API int duban_link_finish(struct duban *d, const char *project, uint32_t no, uint32_t date,
				struct duban_reply **ret);

struct duban_report {
	const char *project;	     /* code */
	uint32_t month;		     /* yyyymm */
	const int64_t *invested_fen; /* in that month; NULL = not known */
	const char *text;
	const char *for_unit, *for_person; /* typed in for another, or NULL */
	const uint8_t *request_id;	   /* DUBAN_REQUEST_ID bytes, or NULL for a fresh one */
};
DUBAN_API int duban_report_submit(struct duban *d, const struct duban_report *report,
				  struct duban_reply **ret);

#ifdef __cplusplus
}
#endif
