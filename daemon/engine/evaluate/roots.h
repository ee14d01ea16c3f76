/* Roots (根源): a late link keeps those that wait for it late, too. A lamp of a link that waits,
 * directly or through others, for a link with a lamp of its own counts under that one. One delay is
 * counted once, and escalated where it began.
 *
 * Of several such links that wait for none with a lamp themselves, the root is the one with the
 * earliest deadline, then the lowest number. A link that is done is no longer waited for; one that
 * was cancelled is looked through. A step that a rule of its project tells is late while that
 * rule's lamp is lit; then the project's lamp is the root, which itself follows from none. */
#pragma once

#include "proto/model.pb-c.h"

struct evaluation;

/* The warning is lit after the evaluation; `raised`: it is raised by it, and its record can still
 * be filled in, else NULL. `w` NULL: it could not be read. */
void roots_note(struct evaluation *l, Duban__Warning *w, const Duban__Warning *raised);
/* Tells what changed. Only after all subjects were judged. */
void roots_settle(struct evaluation *l);
