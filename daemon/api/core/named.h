/* Projects and persons that a request names by their names instead of codes and ids. */
#pragma once

#include <stdbool.h>

#include <protobuf-c/protobuf-c.h>

#include "proto/model.pb-c.h"

struct request;

/* Puts the code of a project in the place of its name, in every `project` field of the body: people
 * know projects by name, and only codes are compared from here on. A name that several projects
 * have is refused, unless `lenient`; an unknown one stays, for the handler to refuse. */
int request_name_projects(struct request *rq, ProtobufCMessage *body, bool lenient);
/* The same for one code. */
int request_name_project(struct request *rq, char **io_code);
/* A person by id, or by a name that one person has; any other name is kept as text. Empty: *ret is
 * NULL. Refused: a name that several registered persons have. */
int request_who(struct request *rq, const char *text, Duban__Who **ret);
