/* All rules, in the order of rules.def. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct rule;
struct subject_kind;

extern const struct rule *const rules[];
extern const size_t rules_count;
/* Changes whenever a rule, its version, the order of rules or the kinds of subjects change. The
 * daemon then evaluates all subjects again at its next start. */
uint32_t rules_version(void);
const struct rule *rule_by_num(uint32_t num);
const struct rule *rule_by_id(const char *id);	   /* "W01"; NULL: no such rule */
const struct subject_kind *rule_kind(size_t rule); /* whose subjects it judges */
