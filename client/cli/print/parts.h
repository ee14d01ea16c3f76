/* A message that stands in one cell of a change: "kind=owner name=甲公司 result=passed;...". */
#pragma once

#include <protobuf-c/protobuf-c.h>

struct cli;

/* The field that a column comes from: `due` is `due_date` there. NULL: none. */
const ProtobufCFieldDescriptor *parts_field(const ProtobufCMessageDescriptor *d,
					    const char *column);
/* As people read it: 建设单位 甲公司 合格;... malloc'ed; NULL: memory. */
char *parts_shown(struct cli *c, const ProtobufCMessageDescriptor *d, const char *text);
