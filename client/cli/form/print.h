/* Prints a reply by descriptor: as tables and lines, or as JSON. */
#pragma once

#include <protobuf-c/protobuf-c.h>

#include "proto/api.pb-c.h"

struct cli;
struct form;
struct rows;
struct print_table;

/* Prints the body of a reply with the rows of all pages (`rows` NULL: none) and the reply's remarks
 * (`reply` NULL: none). */
int form_print(struct cli *c, const struct form *form, const ProtobufCMessage *body,
	       const struct rows *rows, const Duban__Reply *reply);
/* The parts of form_print(): messages as a table, and one message as lines of head and value.
 * `columns` NULL: all. 0, a verdict that was reported, or -errno. */
int form_table(struct cli *c, const ProtobufCMessageDescriptor *row, const char *columns,
	       const struct rows *rows, struct print_table **ret);
int form_facts(struct cli *c, const ProtobufCMessage *m, const char *columns,
	       struct print_table **ret);
int form_put_facts(struct cli *c, const ProtobufCMessage *m, const char *columns);
/* Prints the messages of a repeated field under the heading section.<field>; nothing if it is
 * empty. */
int form_put_section(struct cli *c, const ProtobufCMessage *m, const char *field,
		     const char *columns);
