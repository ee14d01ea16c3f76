/* Printing a reply by descriptor: as tables and lines for people, or as JSON. */
#pragma once

#include <protobuf-c/protobuf-c.h>

struct cli;
struct form;
struct rows;
struct table;

/* The reply's body with the rows gathered; `rows` NULL: none. */
int form_print(struct cli *c, const struct form *form, const ProtobufCMessage *body,
	       const struct rows *rows);
/* Messages as a table, and one message as lines of head and value: what form_print is made of.
 * `columns` NULL: all there is. 0, or a verdict told, or -errno. */
int form_table(struct cli *c, const ProtobufCMessageDescriptor *row, const char *columns,
	       const struct rows *rows, struct table **ret);
int form_facts(struct cli *c, const ProtobufCMessage *m, const char *columns, struct table **ret);
int form_put_facts(struct cli *c, const ProtobufCMessage *m, const char *columns);
/* Messages of a repeated field under its name (section.plan); nothing if there are none. */
int form_put_section(struct cli *c, const ProtobufCMessage *m, const char *field,
		     const char *columns);
