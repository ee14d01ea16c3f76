/* The rows of memberships: the columns of their file, and the spells that a list shows. */
#pragma once

#include "store/db/db.h"

struct rows_out;

enum {
	MEMBER_PROJECT,
	MEMBER_LIST,
	MEMBER_JOINED,
	MEMBER_JOIN_REASON,
	MEMBER_JOIN_APPROVER,
	MEMBER_JOIN_DOCUMENT,
	MEMBER_LEFT,
	MEMBER_LEAVE_REASON,
	MEMBER_LEAVE_APPROVER,
	MEMBER_LEAVE_DOCUMENT,
	MEMBER_APPLICATION,
	MEMBER_APPLICATION_DATE,
	MEMBER_APPLICATION_DOCUMENT,
	MEMBER_PROMISED,
	MEMBER_PROMISED_DATE,
};

/* Writes the rows of a stored membership that the request asks for. */
void member_write(struct rows_out *s, struct bytes key, struct bytes value);
