/* What requests are about: existing orders, problems, duties, lamps …, mostly in a state in which
 * the request does something. One is chosen for each request, so that its fields agree. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

struct any;
struct record;

/* Writes the value of the request's field to `at`, if the field names such a matter and one is
 * there. */
bool any_matter_field(struct any *y, const ProtobufCFieldDescriptor *f, void *at);
/* Does the field of this request name what it is about? */
bool any_matter_named(const struct any *y, const char *field);
/* The unit or project of the matter chosen for this request; 0: there is none. */
uint32_t any_matter_unit(const struct any *y);
uint32_t any_matter_project(const struct any *y);
/* What names an existing record of the kind in files; NULL: there is none. */
char *any_record_name(struct any *y, const struct record *kind);
/* The same of another text of its fields. */
char *any_record_part(struct any *y, const struct record *kind, const char *field);
