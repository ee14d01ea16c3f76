#include "rules/rules.h"

#include <stddef.h>
#include <string.h>

#include "rules/rule.h"

#define RULE(name) extern const struct rule rule_##name;
#include "rules/rules.def"
#undef RULE

#define RULE(name) &rule_##name,
const struct rule *const rules[] = {
#include "rules/rules.def"
};
#undef RULE

const size_t rules_count = sizeof rules / sizeof *rules;

/* FNV-1a over what decides: which rules, in which version and order. */
uint32_t rules_version(void)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < rules_count; i++) {
		uint32_t words[] = {rules[i]->num, rules[i]->version};

		for (size_t k = 0; k < 8; k++) {
			hash ^= (words[k / 4] >> (k % 4 * 8)) & 0xff;
			hash *= 16777619u;
		}
	}
	return hash;
}

const struct rule *rule_by_num(uint32_t num)
{
	for (size_t i = 0; i < rules_count; i++)
		if (rules[i]->num == num)
			return rules[i];
	return NULL;
}

const struct rule *rule_by_id(const char *id)
{
	for (size_t i = 0; i < rules_count; i++)
		if (strcmp(rules[i]->id, id) == 0)
			return rules[i];
	return NULL;
}
