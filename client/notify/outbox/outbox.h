/* The gateway's own store: what is to be sent, what was, and where in the daemon's journal it has
 * got to. An LMDB environment in a folder, opened by `run` alone to write. Whatever is put becomes
 * durable, together, at outbox_commit(); nothing may leave the program before that. After any
 * failure the program must end: the next start goes on from the last commit.
 *
 * Tables and example keys:
 *   message  "5c1e9a07-20200518083000-12"
 *   send     00 05 a5 e1 .. (8 bytes, instant) + notice key: to be sent at
 *   due      the same: to be looked at, at the latest
 *   report   notice key: the daemon is to be told
 *   ref      "8f1d..": our id of a part -> notice key 00 part (a byte)
 *   number   "13800138000", orphan "8f1d..", reply 8 bytes (instant) + digest; book "book" */
#pragma once

#include <stdbool.h>

#include "client/notify/outbox/rows.pb-c.h"
#include "proto/bytes.h"
#include "text/usec.h"

struct notify_outbox;

enum outbox_table {
	OUTBOX_BOOK,
	OUTBOX_MESSAGE,
	OUTBOX_SEND,
	OUTBOX_DUE,
	OUTBOX_REPORT,
	OUTBOX_REF,
	OUTBOX_NUMBER,
	OUTBOX_ORPHAN,
	OUTBOX_REPLY,
	OUTBOX_TABLES,
};

/* Makes the folder (0700) if it is missing, unless `read_only`. 0; STATUS_INVALID: `*ret_fault`
 * (malloc) says why it is not usable; or -errno. */
int outbox_open(const char *dir, bool read_only, struct notify_outbox **ret, char **ret_fault);
struct notify_outbox *outbox_close(struct notify_outbox *o); /* NULL-safe; drops what is not
								  committed */
/* The counters and the cursor; changes become durable with the next commit. */
Outbox__Book *outbox_book(struct notify_outbox *o);
int outbox_commit(struct notify_outbox *o);
bool outbox_dirty(const struct notify_outbox *o);
/* Anything in the book was changed. */
void outbox_touch(struct notify_outbox *o);

/* Rows of a table. `*ret` points into the store until the next call; size 0: there is none. */
int outbox_get(struct notify_outbox *o, enum outbox_table table, struct bytes key,
	       struct bytes *ret);
int outbox_put(struct notify_outbox *o, enum outbox_table table, struct bytes key,
	       struct bytes value);
int outbox_delete(struct notify_outbox *o, enum outbox_table table, struct bytes key);

/* Packs and unpacks a row with its checksum; `*ret` NULL: there is none. -EBADMSG: it is damaged.
 */
int outbox_get_row(struct notify_outbox *o, enum outbox_table table, struct bytes key,
		   const ProtobufCMessageDescriptor *type, ProtobufCMessage **ret);
int outbox_put_row(struct notify_outbox *o, enum outbox_table table, struct bytes key,
		   const ProtobufCMessage *row);

/* The first key of a table from `from` on, copied to `ret`; size 0 at the end. */
#define OUTBOX_KEY_MAX 128
struct outbox_key {
	uint8_t bytes[OUTBOX_KEY_MAX];
	size_t size;
};
int outbox_next(struct notify_outbox *o, enum outbox_table table, struct bytes from,
		struct outbox_key *ret);
/* Keys of `send` and `due`, and back. */
void outbox_time_key(usec_t at, const char *key, struct outbox_key *ret);
usec_t outbox_time_of(const struct outbox_key *key, const char **ret_rest);
