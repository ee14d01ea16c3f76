/* Who may read and change what. A scope is a subtree of units; roles that serve the whole city
 * have none. READ: the project's unit or any of its links' units lies in the caller's subtree.
 * REPORT: the project's unit. LINK: the link's or the project's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct request;

bool scope_reads(struct request *rq, const Duban__Project *p);
/* for things of a unit that belong to no project */
bool scope_reads_of(struct request *rq, uint32_t unit);
bool scope_reports(struct request *rq, const Duban__Project *p);
/* May something be typed in on behalf of `unit` (代填)? It or a unit below it answers for the
 * project, supports it (配合单位), or has one of its links. */
bool scope_answers(struct request *rq, const Duban__Project *p, uint32_t unit);
/* Refuses a report about the project that is typed in on behalf of a unit which only has a link of
 * it: neither its own unit, nor one above it, nor one that supports it. */
int scope_check_reporter(struct request *rq, const Duban__Project *p);
bool scope_moves(struct request *rq, const Duban__Project *p, const Duban__Link *l);

/* What is internal is read by the principals of these names, the office and the supervision office;
 * nobody else, whatever else they may read. */
bool scope_reads_internal(const struct request *rq, char *const *reader, size_t n);

/* Finds a project by its code, if the caller may read it. Sets the problem and returns the
 * verdict. */
int request_project(struct request *rq, const char *code, Duban__Project **ret);

/* Does the caller have a role of ROLES_OFFICE? */
bool request_by_office(const struct request *rq);
