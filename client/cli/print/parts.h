/* A message that is written in one cell of a change: "kind=owner name=甲公司 result=passed;...". */
#pragma once

#include <protobuf-c/protobuf-c.h>

struct cli;

/* The field for a column: column `due` may be field `due_date`. NULL: none. */
const ProtobufCFieldDescriptor *parts_field(const ProtobufCMessageDescriptor *d,
					    const char *column);
/* The text as people read it: 建设单位 甲公司 合格;... malloc'ed; NULL: no memory. */
char *parts_shown(struct cli *c, const ProtobufCMessageDescriptor *d, const char *text);
