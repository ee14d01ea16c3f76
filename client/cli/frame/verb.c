#include "client/cli/frame/verb.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/form/form.h"

const struct verb_option *verb_options(const struct verb *v)
{
	static const struct verb_option none[] = {{}};

	return v->options ? v->options : none;
}

const char *verb_args(const struct verb *v)
{
	return v->args ? v->args : "";
}

const char *verb_requests(const struct verb *v)
{
	const ProtobufCFieldDescriptor *f =
	    v->form ? protobuf_c_message_descriptor_get_field(&duban__request__descriptor,
							      (unsigned)v->form->body)
		    : NULL;
	return v->requests || !f ? v->requests : f->name;
}

static bool prints_rows(const struct verb *v)
{
	const ProtobufCFieldDescriptor *q =
	    v->form && !v->print ? protobuf_c_message_descriptor_get_field(
				       &duban__request__descriptor, (unsigned)v->form->body)
				 : NULL;
	const ProtobufCFieldDescriptor *reply =
	    q ? protobuf_c_message_descriptor_get_field_by_name(&duban__reply__descriptor, q->name)
	      : NULL;
	return reply && form_rows(v->form, reply->descriptor) != NULL;
}

const struct verb_option *verb_implied(const struct verb *v)
{
	static const struct verb_option out[] = {OUT_OPTION, {}};
	for (const struct verb_option *o = verb_options(v); o->name; o++)
		if (strcmp(o->name, "out") == 0)
			return NULL;
	return prints_rows(v) ? out : NULL;
}

/* Counts the words in "CODE NO [TEXT] [MORE...]". */
void verb_words(const struct verb *v, size_t *ret_min, size_t *ret_max)
{
	*ret_min = v->min;
	*ret_max = v->max;
	if (!v->form || v->max > 0)
		return;
	for (const char *s = verb_args(v); *s; s += strcspn(s, " "), s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");
		*ret_min += *s != '[';
		(*ret_max)++;
		if (memmem(s, n, "...", 3))
			*ret_max = SIZE_MAX;
	}
}

bool verb_listed(const struct verb_list *all, const char *noun, const char *verb)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->row[i]->noun, noun) == 0 &&
		    (!all->row[i]->verb || strcmp(all->row[i]->verb, verb) == 0))
			return true;
	return false;
}

void verb_list_add(struct verb_list *all, const struct verb *v)
{
	if (all->n + 1 >= all->room) {
		size_t room = all->room + 64;
		const struct verb **more = reallocarray(all->row, room, sizeof *more);

		if (!more)
			return;
		all->row = more;
		all->room = room;
	}
	all->row[all->n++] = v;
	all->row[all->n] = NULL;
}

static int by_order(const void *a, const void *b)
{
	const struct verb_maker *x = *(const struct verb_maker *const *)a;
	const struct verb_maker *y = *(const struct verb_maker *const *)b;

	return (x->order > y->order) - (x->order < y->order);
}

const struct verb *const *verbs_all(void)
{
	static const struct verb *const none[] = {NULL};
	static struct verb_list all;
	const struct verb_maker *maker[16];
	size_t n = 0;

	if (all.n > 0)
		return all.row;
	SECTION_FOREACH(duban_verbs, struct verb, it)
	verb_list_add(&all, *it);
	SECTION_FOREACH(duban_verb_makers, struct verb_maker, it)
	if (n < sizeof maker / sizeof *maker)
		maker[n++] = *it;
	qsort(maker, n, sizeof(*maker), by_order);
	for (size_t i = 0; i < n; i++)
		maker[i]->make(&all);
	return all.row ? all.row : none;
}

size_t verb_count(void)
{
	size_t n = 0;

	VERB_FOREACH(v)
	{
		n += *v != NULL;
	}
	return n;
}

static int compare(const void *a, const void *b)
{
	const struct verb *x = *(const struct verb *const *)a, *y = *(const struct verb *const *)b;
	int r = strcmp(x->noun, y->noun);
	return r ? r : strcmp(x->verb ? x->verb : "", y->verb ? y->verb : "");
}

void verb_sorted(const struct verb **ret)
{
	size_t n = 0;
	VERB_FOREACH(v)
	{
		ret[n++] = *v;
	}
	qsort(ret, n, sizeof *ret, compare);
}

const struct verb *verb_find(const char *noun, const char *verb, size_t *ret_words)
{
	const struct verb *alone = NULL;
	*ret_words = 1;
	VERB_FOREACH(it)
	{
		const struct verb *v = *it;
		if (strcmp(v->noun, noun) != 0)
			continue;
		if (!v->verb) {
			alone = v; /* `confirm ID` stands beside `confirm list` */
		} else if (verb && strcmp(v->verb, verb) == 0) {
			*ret_words = 2;
			return v;
		}
	}
	return alone;
}
