/* What exemptions do to the rules. On an exempted day a rule lights nothing for what the exemption
 * covers, and what was lit goes out as exempted. Afterwards its days do not count: a clock that
 * counts days goes on where it stood (the subject's own dates say so: subject.counted); of any
 * other date that lies before the last exempted day the rule's own waits count from that day on. */
#pragma once

#include <stdint.h>

#include "engine/evaluate/evaluation.h"

/* Loads those of the project, and asks to be evaluated when one begins or ends. */
int exempt_load(struct evaluation *l);
/* Those of one subject. */
int exempt_subject(struct evaluation *l, const struct subject *one, struct exemptions *ret);
/* The exemption that covers the subject today, for the rule; NULL: none. */
const struct exempted *exempt_today(const struct evaluation *l, const struct exemptions *of,
				    size_t rule, const struct subject *one);
/* Moves what the rule found to after the last exemption that counts, which is returned if it
 * changed the level; NULL: it did not. */
const struct exempted *exempt_hold(const struct evaluation *l, const struct exemptions *of,
				   const struct finding *s, struct outcome *io);
/* Why a warning that the rule no longer finds goes out: by an exemption, or as its kind tells. */
Duban__ClearCause exempt_cause(const struct evaluation *l, const struct finding *s,
			       const Duban__Warning *w);
/* The last one that moved the subject's own dates; NULL: none did. */
const struct exempted *exempt_counted(const struct evaluation *l, const struct exemptions *of);
