/* Who must be told of a warning: the holders, today, of the posts that the steps of its ladder
 * name. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "model/office/holder.h"
#include "proto/model.pb-c.h"
#include "rules/subject.h"

struct recipient {
	uint32_t person;
	Duban__Recipient as;
	uint32_t step;	  /* the last step so far that names the person */
	const char *post; /* by the first one */
};

struct recipients {
	struct recipient *to;
	size_t n;
};

/* Who is being found. */
struct recipients_of {
	struct subject_scan *scan;
	struct holder_of ask; /* but for the post and the day */
	struct recipients *ret;
};
/* Names a person once: the first post stays, the last step counts. */
int recipients_name(struct recipients_of *of, uint32_t person, Duban__Recipient post,
		    uint32_t step);
/* Those who hold the post today and can be told. */
int recipients_add(struct recipients_of *of, Duban__Recipient post, uint32_t step);
/* Of a warning, each person once; in s->arena. Of one that is out nobody is. */
int recipients_of(struct subject_scan *s, const Duban__Warning *w, struct recipients *ret);
/* NULL: the person is none of them. */
const struct recipient *recipient_in(const struct recipients *r, uint32_t person);
