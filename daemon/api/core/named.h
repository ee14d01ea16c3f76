/* Projects that a request names by their names instead of their codes. */
#pragma once

#include <stdbool.h>

#include <protobuf-c/protobuf-c.h>

struct request;

/* Puts the code of a project in the place of its name, in every `project` field of the body: people
 * know projects by name, and only codes are compared from here on. A name that several projects
 * have is refused, unless `lenient`; an unknown one stays, for the handler to refuse. */
int request_name_projects(struct request *rq, ProtobufCMessage *body, bool lenient);
/* The same for one code. */
int request_name_project(struct request *rq, char **io_code);
