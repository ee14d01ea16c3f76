/* A warning's subject as a value and as a key. Links and projects are written as they always
 * were, without a kind; any other kind of subject by name, number, sub-number and year. There is
 * one way to write each subject, so equal subjects are equal bytes.
 * Keys: project (0 = of the city), kind, year, number, sub-number. What is of a project lies
 * together, and its links by year and number. Examples: link 3 of 2020 of project 17, camera 7 =
 *     00 00 00 11 | 00 | 00 00 07 e4 | 00 00 00 03 | 00 00 00 00
 *     00 00 00 00 | 'c' 'a' 'm' 'e' 'r' 'a' 00 | 00 00 00 00 | 00 00 00 07 | 00 00 00 00 */
#pragma once

#include "proto/event.pb-c.h"
#include "store/db/key.h"

/* "link", "project", or the kind that it names. */
const char *subject_kind_name(const Duban__Subject *s);
uint32_t subject_number(const Duban__Subject *s); /* a link's too; 0 of a project */
bool subject_same(const Duban__Subject *a, const Duban__Subject *b);

struct key *subject_key(struct key *k, const Duban__Subject *s);
/* The kind points into the key. */
void subject_key_read(struct key_reader *r, Duban__Subject *ret);

/* What a warning's event is about; NULL: another event. */
const Duban__Subject *event_subject(const Duban__Event *e);
