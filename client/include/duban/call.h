/* Requests and replies. A call sends one Request and waits for its Reply. If the connection breaks,
 * the call connects again and sends the request again under the same id, until call_timeout_ms is
 * over. The daemon answers a repeated id with its first answer, so a retry never does anything
 * twice.
 *
 * After DUBAN_E_TIMEOUT it is unknown whether a command was done. To find out, call again with the
 * same id (duban_last_request_id). Messages are protobuf-c structs generated from the .proto files:
 * duban/api.pb-c.h, event.pb-c.h and model.pb-c.h, whose functions the library has.
 * duban_call_raw() takes and returns packed bytes instead. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duban/connection.h"

#ifdef __cplusplus
extern "C" {
#endif

struct Duban__Request; /* duban/api.pb-c.h */
struct Duban__Reply;

#define DUBAN_REQUEST_ID 16
#define DUBAN_DIGEST 32 /* SM3 */

struct duban_reply; /* a reply, checked and unpacked; opaque; owned by the caller */

/* Sends a copy of `request`, with the version filled in and a fresh request id (UUIDv7) if it has
 * none. >= 0: the reply's Status; the reply is then stored in `*ret` (which may be NULL), also for
 * a refusal, and the caller frees it. < 0: there is no reply and `*ret` is untouched. Bytes
 * received are checked by wire_check() before they are unpacked. */
DUBAN_API int duban_call(struct duban *d, const struct Duban__Request *request,
			 struct duban_reply **ret);
/* The same for a packed Request. */
DUBAN_API int duban_call_raw(struct duban *d, const void *request, size_t size,
			     struct duban_reply **ret);

/* The id of the last call on this handle, answered or not. */
DUBAN_API void duban_last_request_id(const struct duban *d, uint8_t ret[DUBAN_REQUEST_ID]);
/* A fresh UUIDv7. */
DUBAN_API int duban_request_id_new(uint8_t ret[DUBAN_REQUEST_ID]);

/* These return pointers into the reply, valid until duban_reply_free(). */
DUBAN_API const struct Duban__Reply *duban_reply_get(const struct duban_reply *reply);
DUBAN_API const void *duban_reply_bytes(const struct duban_reply *reply, size_t *ret_size);
DUBAN_API int duban_reply_status(const struct duban_reply *reply);
/* NULL-safe. */
DUBAN_API void duban_reply_free(struct duban_reply *reply);

/* What a refused reply says is wrong: its problems 0 to n - 1; 0 of a reply that is no refusal. An
 * import lists up to IMPORT_PROBLEMS_MAX of duban/limits.h. */
DUBAN_API size_t duban_problem_count(const struct duban_reply *reply);
/* Stable, for programs: "link.not_allowed". "" if there is no problem `i`. */
DUBAN_API const char *duban_problem_code(const struct duban_reply *reply, size_t i);
/* For people, in one line, with the line and column of a file: in English, or in Chinese if
 * `chinese`. At most `size` bytes with the NUL, cut between two characters. Returns the length of
 * the whole text, as snprintf(); < 0: DUBAN_E_ARGUMENT (no problem `i`) or DUBAN_E_MEMORY. */
DUBAN_API int duban_problem_text(const struct duban_reply *reply, size_t i, bool chinese, char *buf,
				 size_t size);

/* Shortcuts for a system that submits reports. Results as duban_call(). `date` is yyyymmdd, 0 =
 * today; the link is taken from the project's chain of its current year. */
DUBAN_API int duban_link_start(struct duban *d, const char *project, uint32_t no, uint32_t date,
			       struct duban_reply **ret);
DUBAN_API int duban_link_finish(struct duban *d, const char *project, uint32_t no, uint32_t date,
				struct duban_reply **ret);

/* Amounts are in fen (分, 1/100 yuan); of all pointers NULL means not known, or not given. */
struct duban_report {
	const char *project;		   /* code */
	uint32_t month;			   /* yyyymm; 0 = the month of `on` */
	const int64_t *invested_fen;	   /* in that month (完成投资) */
	const char *text;		   /* progress in words (形象进度) */
	const char *for_unit, *for_person; /* on whose behalf it is typed in */
	const uint8_t *request_id;	   /* DUBAN_REQUEST_ID bytes; NULL: a fresh one */
	/* "monthly", "weekly", "daily", "correction", "explanation": ReportForm of model.proto in
	 * lower case; NULL: monthly. The other forms are made by commands about links and stages.
	 */
	const char *form;
	uint32_t on; /* yyyymmdd: the day, or a day of the week; 0 = today, for forms of a day */
	const int64_t *cumulative_fen; /* invested since the start (累计) */
	const int64_t *statistics_fen; /* in that month, as the statistics count (列统) */
	const int64_t *cumulative_statistics_fen; /* the same since the start */
	const uint32_t *percent;		  /* progress, 0 to 100 */
	/* Digests of stored evidence (佐证), `n_evidence` times DUBAN_DIGEST bytes. */
	const uint8_t *evidence;
	size_t n_evidence;
	const char *reason; /* of a correction */
};
/* Results as duban_call(); DUBAN_E_ARGUMENT if there is no form of that name. */
DUBAN_API int duban_report_submit(struct duban *d, const struct duban_report *report,
				  struct duban_reply **ret);

#ifdef __cplusplus
}
#endif
