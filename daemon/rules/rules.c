#include "rules/rules.h"

#include <endian.h>
#include <stddef.h>
#include <string.h>

#include "rules/subject.h"

#define RULE(name) extern const struct rule rule_##name;
#include "rules/rules.def"
#undef RULE

#define RULE(name) &rule_##name,
const struct rule *const rules[] = {
#include "rules/rules.def"
};
#undef RULE

const size_t rules_count = sizeof rules / sizeof *rules;

/* FNV-1a */
static void mix(uint32_t *hash, const void *data, size_t size)
{
	const uint8_t *p = data;

	for (size_t i = 0; i < size; i++)
		*hash = (*hash ^ p[i]) * 16777619u;
}

/* A hash of everything that decides outcomes: the rules, their order and versions, and the kinds of
 * subjects. */
uint32_t rules_version(void)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < rules_count; i++) {
		uint32_t words[] = {htole32(rules[i]->num), htole32(rules[i]->version)};

		mix(&hash, words, sizeof words);
	}
	for (const struct subject_kind *k = subject_kind_after(NULL); k; k = subject_kind_after(k))
		mix(&hash, k->name, strlen(k->name) + 1);
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

const struct subject_kind *rule_kind(size_t rule)
{
	static const struct subject_kind *kind[sizeof rules / sizeof *rules];

	if (!kind[rule])
		kind[rule] = subject_kind_find(rules[rule]->subject);
	return kind[rule];
}
