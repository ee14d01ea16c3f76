/* How a matter stands now, and what a recipient has to be told of it: the difference from what the
 * ledger says he was told last. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"
#include "rules/notice/recipients.h"
#include "rules/subject.h"

struct notice_look {
	const Duban__Subject *subject;
	uint32_t rule;
	/* out */
	const Duban__Warning *warning; /* NULL: there is none */
	bool open;
	bool goes_on;	    /* it gave way to another lamp of its subject, which is lit */
	uint32_t turn_unit; /* that must act, if it is not the responsible one; 0: it is */
	uint32_t due_date;
	Duban__NoticeState state;
};

/* The same scan with memory of its own. A look at one matter reads much of which little is kept:
 * who looks at many takes memory for one, and forgets it before the next. */
struct subject_scan look_in(const struct subject_scan *s, struct arena *one);
/* Of the last warning of the rule and subject, or of the subject itself. */
int look_at(struct subject_scan *s, const Duban__Subject *subject, uint32_t rule,
	    struct notice_look *ret);
/* Who is to be told of it. */
int look_recipients(struct subject_scan *s, const struct notice_look *l, struct recipients *ret);
/* What there is to tell; 0: nothing. Sets io->state to what is told then. `entry` NULL: the
 * recipient was never told of it. `as` NULL: it is nothing of the recipient's. */
Duban__NoticeKind look_difference(struct notice_look *io, const Duban__NoticeEntry *entry,
				  const struct recipient *as);
/* Was just that tried so often that only a change is told? */
bool look_in_vain(const struct notice_look *l, const Duban__NoticeEntry *entry, int64_t tries);
/* Fills in the names. */
int look_name(struct subject_scan *s, const struct notice_look *l, Duban__NoticeItem *io);
