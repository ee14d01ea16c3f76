/* Cells that hold several values, name another record by its key, or name a file by its digest. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

#include "proto/model.pb-c.h"

struct cell;
struct intake_codes;

/* Several units, projects or persons, without duplicates. */
bool cell_whos(const struct cell *c, size_t max, Duban__Who ***io, size_t *io_n);
bool cell_units(const struct cell *c, size_t max, uint32_t **io, size_t *io_n);
bool cell_projects(const struct cell *c, size_t max, uint32_t **io, size_t *io_n);
/* A registered person, by id or by a name that no other person has. */
bool cell_person(const struct cell *c, uint32_t *io);
/* A project by its code, or by a name that no other project has. */
bool cell_project(const struct cell *c, uint32_t *io);
/* A record of the kind that the column refers to, by what names it. */
bool cell_refer(const struct cell *c, uint32_t *io);
/* Refuses a name that several projects have; false. */
bool cell_refuse_project(const struct cell *c, const struct intake_codes *codes);
/* 是, 否; yes, no; true, false */
bool cell_bool(const struct cell *c, bool *io);
/* The SM3 digest of a stored file, 64 hex digits; and several of them. */
bool cell_digest(const struct cell *c, ProtobufCBinaryData *io);
bool cell_digests(const struct cell *c, size_t max, ProtobufCBinaryData **io, size_t *io_n);
