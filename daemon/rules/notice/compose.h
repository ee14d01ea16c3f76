/* A notice made of what there is to tell one person at one time. */
#pragma once

#include "proto/model.pb-c.h"
#include "rules/notice/look.h"
#include "rules/notice/office_hours.h"
#include "rules/subject.h"

/* One matter to tell. */
struct notice_telling {
	struct notice_look look;
	Duban__NoticeKind kind;
	uint32_t told_by; /* the notice that told of it last; 0: none did */
	bool quiet;	  /* it goes on under another rule, which is told in the same notice */
};

struct notice_tellings {
	struct notice_telling *one;
	size_t n;
	const char *post; /* why this person */
};

/* Where and when notices are made. */
struct composing {
	struct subject_scan *s;
	const struct notice_rules *rules;
	uint32_t made; /* so many in this look already */
};

/* A new notice to the person, without items. *ret has key and times. */
int notice_new(struct composing *c, uint32_t person, Duban__Notice **ret);
/* Adds "name=value". */
int notice_field(struct subject_scan *s, Duban__Notice *n, const char *name, const char *value);
int notice_field_number(struct subject_scan *s, Duban__Notice *n, const char *name, int64_t value);
/* Tells the event. */
int notice_tell(struct subject_scan *s, Duban__Notice *n);
/* Makes one notice of all and tells its events. */
int notice_compose(struct composing *c, uint32_t person, const struct notice_tellings *of);
