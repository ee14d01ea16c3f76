/* A warning's subject as a value and as a key. Links and projects have fields of their own and no
 * kind, as in old stores; any other kind of subject has a name, number, sub-number and year. Each
 * subject has exactly one encoding, so equal subjects are equal bytes. Keys: project (0 = the
 * city), kind, year, number, sub-number. The subjects of a project are adjacent, its links by year
 * and number. Examples: link 3 of 2020 of project 17, camera 7 =
 *    00 00 00 11 | 00 | 00 00 07 e4 | 00 00 00 03 | 00 00 00 00
 *    00 00 00 00 | 'c' 'a' 'm' 'e' 'r' 'a' 00 | 00 00 00 00 | 00 00 00 07 | 00 00 00 00 */
#pragma once

#include "proto/event.pb-c.h"
#include "store/db/key.h"

/* "link", "project", or the name in the subject. */
const char *subject_kind_name(const Duban__Subject *s);
uint32_t subject_number(const Duban__Subject *s); /* of a link its number, of a project 0 */
bool subject_same(const Duban__Subject *a, const Duban__Subject *b);

/* The subject that a link of a project is. */
Duban__Subject subject_of_link(uint32_t project, uint32_t year, uint32_t no);

struct key *subject_key(struct key *k, const Duban__Subject *s);
/* ret->kind points into the key. */
void subject_key_read(struct key_reader *r, Duban__Subject *ret);

/* The subject, if the event is about a warning; else NULL. */
const Duban__Subject *event_subject(const Duban__Event *e);
