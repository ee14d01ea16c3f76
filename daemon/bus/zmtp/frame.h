/* What ZMTP 3 (RFC 23, RFC 37) puts around everything: the greeting of 64 bytes, frames, and the
 * metadata of the handshake. Pure functions on bytes of peers, which may be hostile. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "proto/bytes.h"

enum { GREETING_SIZE = 64, FRAME_HEAD_MAX = 9 };

/* Of the flags byte of a frame. The same bits, but FRAME_LONG, stand inside a CURVE box. */
enum { FRAME_MORE = 1, FRAME_LONG = 2, FRAME_COMMAND = 4 };

struct zmtp_frame {
	bool more, command;
	struct bytes body; /* within the bytes that were read */
};

/* Our greeting: version 3.1, as a server. `mechanism` is "CURVE" or "NULL". */
void greeting_write(uint8_t ret[GREETING_SIZE], const char *mechanism);
/* Checks as much of a peer's greeting as there is: version 3 or newer, the same mechanism. 0, or
 * -EPROTO. */
int greeting_check(struct bytes in, const char *mechanism);

/* Reads one frame from the start of `in`. Returns the bytes that it takes, 0 if it is not complete
 * yet, -EMSGSIZE if its body is longer than `max`, -EPROTO for reserved flags or a command with
 * more. */
ssize_t frame_read(struct bytes in, size_t max, struct zmtp_frame *ret);
/* Writes the head of a frame with a body of that size; returns the head's length. */
size_t frame_head(uint8_t ret[FRAME_HEAD_MAX], const struct zmtp_frame *f);

/* A command is a name (one byte of length before it) and data. Is it this one? */
bool command_is(struct bytes body, const char *name, struct bytes *ret_data);
/* The value of a property in metadata, by its name without regard to case. False: the metadata is
 * damaged. *ret_value.data is NULL if the property is not there. */
bool metadata_find(struct bytes metadata, const char *name, struct bytes *ret_value);
/* Writes a property; returns its length, or 0 if it does not fit into `room`. */
size_t metadata_put(uint8_t *to, size_t room, const char *name, const char *value);
